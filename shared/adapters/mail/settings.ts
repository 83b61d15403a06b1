import type { Config } from '../../config.ts';
import type { PermissionLine } from '../../directories/port.ts';
import type { Log } from '../../ports.ts';
import type { GooglePorts } from '../google/session.ts';
import type { Carrier } from './messenger.ts';

/** A way for mails: who takes them, and whether they would be taken, tried without sending any. */
export interface MailWay {
  carry: Carrier;
  check(): Promise<PermissionLine>;
}

/**
 * How the school's mails go, as the settings say: through a mail server, Microsoft Graph or Gmail; null when mail isn't set
 * up. What the one that is used needs is loaded with it.
 * @throws ConfigError when a key file or certificate can't be used.
 */
export async function mailIn(config: Config, ports: GooglePorts & { log: Log }): Promise<MailWay | null> {
  const { MAIL_FROM: from, MAIL_THROUGH: through, SMTP_URL: url, GOOGLE_ROOT_URL: rootUrl = null } = config;
  if (!from) return null;
  switch (through) {
    case 'smtp': {
      const { smtpCarrier, checkSmtp } = await import('./smtp.ts');
      return url ? { carry: smtpCarrier({ url, from }, ports.log), check: () => checkSmtp(url) } : null;
    }
    case 'gmail': {
      const { serviceAccountIn } = await import('../google/settings.ts');
      const serviceAccount = serviceAccountIn(config);
      if (!serviceAccount) return null;
      const { gmailCarrier, checkGmail } = await import('./gmail.ts');
      return {
        carry: gmailCarrier({ serviceAccount, from, rootUrl }, ports),
        check: () => checkGmail({ serviceAccount, from }, ports),
      };
    }
    case 'graph': {
      const { entraGraph } = await import('../entra/index.ts');
      const { entraSettings } = await import('../entra/settings.ts');
      const settings = entraSettings(config, { zone: 'UTC' });
      if (!settings) return null;
      const { graphCarrier, checkGraphMail } = await import('./graph.ts');
      // The outbox tries again, and says in between that it will.
      const graph = entraGraph({ ...settings, patience: { attempts: 1, timeoutMs: 15_000 } }, ports);
      return { carry: graphCarrier(graph, from), check: () => checkGraphMail(graph) };
    }
    default:
      return through satisfies never;
  }
}
