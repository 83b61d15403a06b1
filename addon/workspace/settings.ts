import type { Config } from '../../shared/config.ts';

/** Whose requests the Google door answers, and for whom. */
export interface WorkspaceSettings {
  /** The add-on's address, the only audience of the tokens with which Google calls it. */
  endpoint: string;
  /** The one service account that may call it. */
  serviceAccount: string;
  /** The OAuth client id for which people's tokens are made. */
  clientId: string;
  /** The school's Google Workspace customer, by which its accounts are known. */
  customer: string;
  /** The school's domains, lower case. */
  domains: readonly string[];
  /** Where the keys of Google's tokens are found. */
  metadataUrl: string;
}

/** What the Google door needs of the settings; null when the school has none. */
export function workspaceSettings(config: Config): WorkspaceSettings | null {
  const {
    GOOGLE_ADDON_SERVICE_ACCOUNT: serviceAccount,
    GOOGLE_ADDON_CLIENT_ID: clientId,
    GOOGLE_CUSTOMER_ID: customer,
  } = config;
  if (!serviceAccount || !clientId || !customer) return null;
  return {
    endpoint: config.GOOGLE_ADDON_URL ?? `${config.PUBLIC_URL}/workspace`,
    serviceAccount,
    clientId,
    customer,
    domains: config.GOOGLE_DOMAINS,
    metadataUrl: config.GOOGLE_OPENID_METADATA_URL,
  };
}
