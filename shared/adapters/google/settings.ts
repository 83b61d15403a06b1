import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Config } from '../../config.ts';
import type { ClosingStep } from '../../directories/port.ts';
import { ConfigError } from '../../errors.ts';
import { isSafe } from '../../loopback.ts';

/** The key file of a Google Cloud service account, as the console gives it. */
const KeyFile = z
  .object({
    type: z.literal('service_account'),
    client_email: z.string(),
    /** What an administrator grants permissions to. */
    client_id: z.string(),
    private_key: z.string().startsWith('-----BEGIN'),
    private_key_id: z.string(),
    token_uri: z.string().refine(isSafe),
  })
  .transform((file) => ({
    clientEmail: file.client_email,
    clientId: file.client_id,
    privateKey: file.private_key,
    privateKeyId: file.private_key_id,
    tokenUri: file.token_uri,
  }));

export type ServiceAccount = z.output<typeof KeyFile>;

export interface GoogleSettings {
  serviceAccount: ServiceAccount;
  /** The administrator we act as; its rights are the most we can have. */
  adminSubject: string;
  /** The customer id, as C03az79cb. */
  customer: string;
  /** Paths of the organisational units whose people sign in at another identity provider; null: find out from the log. */
  signInElsewhere: readonly string[] | null;
  /** The licences to look for; Google can't list those of one person. */
  licences: readonly { product: string; sku: string }[];
  /** The steps of closing accounts that are switched on; none unless set. */
  closing?: readonly ClosingStep[];
  /** Whether notes are written on Chromebooks; not unless set. */
  annotate?: boolean;
  /** The shared drives that open areas: Google's id, and what the school calls it; none unless set. */
  drives?: readonly { id: string; title: string }[];
  /** Where every API is, instead of at Google: for stand-ins. */
  rootUrl: string | null;
}

/**
 * What the adapter needs of the settings, with the key file read; null when the school has no Google.
 * @throws ConfigError when the key file can't be used. Its contents are never repeated.
 */
export function googleSettings(
  config: Config,
  { closing = [], annotate = false, drives = [] }: Pick<GoogleSettings, 'closing' | 'annotate' | 'drives'> = {},
): GoogleSettings | null {
  const { GOOGLE_SERVICE_ACCOUNT_FILE: file, GOOGLE_ADMIN_SUBJECT: subject, GOOGLE_CUSTOMER_ID: customer } = config;
  if (!file || !subject || !customer) return null;
  return {
    serviceAccount: readKeyFile(file),
    adminSubject: subject,
    customer,
    signInElsewhere: config.GOOGLE_SIGN_IN_ELSEWHERE ?? null,
    licences: config.GOOGLE_LICENCES.map(([product, sku]) => ({ product, sku })),
    closing,
    annotate,
    drives,
    rootUrl: config.GOOGLE_ROOT_URL ?? null,
  };
}

/** The service account alone, for what needs no administrator: Google Chat, and mails through Gmail. @throws ConfigError as above. */
export const serviceAccountIn = ({ GOOGLE_SERVICE_ACCOUNT_FILE: file }: Config): ServiceAccount | null =>
  file ? readKeyFile(file) : null;

function readKeyFile(path: string): ServiceAccount {
  try {
    return KeyFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new ConfigError(
      'GOOGLE_SERVICE_ACCOUNT_FILE: this is not the JSON key of a service account (Google Cloud › IAM & Admin › Service Accounts › Keys), or it can not be read',
    );
  }
}
