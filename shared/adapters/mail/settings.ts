import type { Config } from '../../config.ts';
import type { Log } from '../../ports.ts';
import type { GooglePorts } from '../google/session.ts';
import type { Carrier } from './messenger.ts';

/**
 * Who takes the school's mails, as the settings say: a mail server, Microsoft Graph or Gmail; null when mail isn't set up.
 * What the one that is used needs is loaded with it.
 * @throws ConfigError when a key file or certificate can't be used.
 */
export async function carrierIn(config: Config, ports: GooglePorts & { log: Log }): Promise<Carrier | null> {
  const { MAIL_FROM: from, MAIL_THROUGH: through, SMTP_URL: url, GOOGLE_ROOT_URL: rootUrl = null } = config;
  if (!from) return null;
  switch (through) {
    case 'smtp':
      return url ? (await import('./smtp.ts')).smtpCarrier({ url, from }, ports.log) : null;
    case 'gmail': {
      const { serviceAccountIn } = await import('../google/settings.ts');
      const serviceAccount = serviceAccountIn(config);
      return serviceAccount && (await import('./gmail.ts')).gmailCarrier({ serviceAccount, from, rootUrl }, ports);
    }
    case 'graph': {
      const { entraGraph } = await import('../entra/index.ts');
      const { entraSettings } = await import('../entra/settings.ts');
      const settings = entraSettings(config, { zone: 'UTC' });
      // The outbox tries again, and says in between that it will.
      const once = settings && { ...settings, patience: { attempts: 1, timeoutMs: 15_000 } };
      return once && (await import('./graph.ts')).graphCarrier(entraGraph(once, ports), from);
    }
    default:
      return through satisfies never;
  }
}
