import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from '../../config.ts';
import type { ClosingStep } from '../../directories/port.ts';
import { ConfigError } from '../../errors.ts';
import type { EntraSettings } from './index.ts';
import type { Credential } from './token.ts';

/**
 * The tenant of the environment's settings; null where none is set. The bot's own registration serves unless another is
 * named, so that a school can keep the two apart but needn't.
 * @throws ConfigError if the certificate can't be used.
 */
export function entraSettings(
  config: Config,
  school: { zone: string; closing?: readonly ClosingStep[] },
): EntraSettings | null {
  const tenant = config.ENTRA_TENANT_ID ?? config.MicrosoftAppTenantId;
  const clientId = config.ENTRA_CLIENT_ID ?? config.MicrosoftAppId;
  if (!tenant || !clientId) return null;
  const credential = credentialOf(config, clientId);
  if (!credential) return null;
  const { ENTRA_AUTHORITY: authority, GRAPH_ROOT_URL: root } = config;
  return { tenant, clientId, credential, authority, root, ...school };
}

function credentialOf(config: Config, clientId: string): Credential | null {
  if (config.ENTRA_CERTIFICATE_PATH)
    return certificateFrom(config.ENTRA_CERTIFICATE_PATH, config.ENTRA_CERTIFICATE_THUMBPRINT);
  // The bot's password belongs to the bot's registration alone.
  const secret = config.ENTRA_CLIENT_SECRET ?? (config.ENTRA_CLIENT_ID ? undefined : config.MicrosoftAppPassword);
  if (secret) return { kind: 'secret', secret };
  return config.MicrosoftAppType === 'UserAssignedMSI' ? { kind: 'managed-identity', clientId } : null;
}

const PRIVATE_KEY = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[\s\S]+?-----END (?:[A-Z]+ )?PRIVATE KEY-----/;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/;

/** A PEM file with the private key and, unless the thumbprint is given, the certificate it belongs to. */
function certificateFrom(path: string, thumbprint: string | undefined): Credential {
  const wrong = (what: string) => new ConfigError(`ENTRA_CERTIFICATE_PATH: ${what}`);
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch {
    throw wrong('write where the certificate is, a PEM file that this server may read');
  }
  const privateKey = pem.match(PRIVATE_KEY)?.[0];
  if (!privateKey) throw wrong('there is no private key in this file');
  const certificate = pem.match(CERTIFICATE)?.[0];
  if (!thumbprint && !certificate)
    throw wrong('there is no certificate in this file: add it, or write ENTRA_CERTIFICATE_THUMBPRINT');
  try {
    const print = thumbprint ?? new X509Certificate(certificate as string).fingerprint256;
    return {
      kind: 'certificate',
      privateKey,
      thumbprint: print.replaceAll(':', '').toLowerCase(),
      ...(certificate && { certificate }),
    };
  } catch {
    throw wrong('the certificate in this file cannot be read');
  }
}
