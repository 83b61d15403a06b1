import * as z from 'zod';
import { ConfigError } from './errors.ts';
import { isSafe } from './loopback.ts';

/** Empty values in an environment file mean "not set". */
const unset = (value: unknown) => (value === '' ? undefined : value);
const text = z.preprocess(unset, z.string().optional());
const url = z.preprocess(unset, z.url('write an address, as https://…').optional());
const commaSeparated = (list: string) =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
const hosts = (list: string) => commaSeparated(list.toLowerCase());
const httpsOrigin = z
  .string()
  .refine((address) => {
    const parsed = URL.parse(address);
    return parsed?.protocol === 'https:' && parsed.href === `${parsed.origin}/`;
  }, 'write https:// and the host alone, as https://countersign.example')
  .transform((address) => new URL(address).origin);
/** An address that secrets are sent to: encrypted, unless it is this machine. */
const guarded = z.string().refine(isSafe, 'write an address that starts with https://');

/**
 * Every setting that comes from the environment. Bot settings keep the Bot Framework's own names, so that its
 * documentation, and any stand-in for its services, applies.
 */
export const Environment = z.object({
  PORT: z.preprocess(unset, z.coerce.number('write a port number, as 3978').int().min(0).max(65_535).default(3978)),
  /** 127.0.0.1 keeps the server to this machine; a container sets 0.0.0.0. */
  HOST: z.preprocess(unset, z.string().default('127.0.0.1')),
  DATA_DIR: z.preprocess(unset, z.string().default('./data')),
  DATABASE_URL: z.preprocess(
    unset,
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'write postgres://user@host/database, or leave it out')
      .optional(),
  ),
  SCHOOL_FILE: text,
  PUBLIC_URL: z.preprocess(unset, httpsOrigin.optional()),
  /** "production", as in the container, forbids the sandbox. */
  NODE_ENV: text,
  LOG_LEVEL: z.preprocess(unset, z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info')),
  /** Whoever reads /metrics from another machine sends this as a bearer token. */
  METRICS_TOKEN: z.preprocess(unset, z.string().min(16, 'write at least 16 letters').optional()),
  /** Where traces are sent; its other settings are OpenTelemetry's own. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  MicrosoftAppId: z.preprocess(unset, z.guid('write the application (client) id of the bot, a GUID').optional()),
  MicrosoftAppPassword: text,
  MicrosoftAppType: z.preprocess(
    unset,
    z.enum(['SingleTenant', 'MultiTenant', 'UserAssignedMSI']).default('SingleTenant'),
  ),
  MicrosoftAppTenantId: z.preprocess(unset, z.guid('write the directory (tenant) id, a GUID').optional()),
  /** Hosts that the bot may send to, beside the public cloud's: comma-separated, "localhost" and ports allowed. */
  BOT_SERVICE_HOSTS: z.preprocess(
    unset,
    z.string().default('smba.trafficmanager.net,*.botframework.com').transform(hosts),
  ),
  /** Hosts that files are fetched from, where Teams keeps what people attach: "*.host" for every host under it. */
  TEAMS_FILE_HOSTS: z.preprocess(unset, z.string().default('*.sharepoint.com').transform(hosts)),
  /** Where a private chat is opened with someone who never wrote to the bot. */
  BOT_SERVICE_URL: z.preprocess(
    unset,
    z.url('write an address, as https://…').default('https://smba.trafficmanager.net/teams/'),
  ),
  ToChannelFromBotLoginUrl: z.preprocess(unset, guarded.optional()),
  ToChannelFromBotOAuthScope: text,
  ToBotFromChannelTokenIssuer: text,
  ToBotFromChannelOpenIdMetadataUrl: z.preprocess(unset, guarded.optional()),
  /** Where the tab's single sign-on tokens are checked; the tenant's own metadata unless set. */
  EntraOpenIdMetadataUrl: url,
  EntraTokenIssuer: text,
  /** The app registration that reads the directory, if it is not the bot's own. */
  ENTRA_CLIENT_ID: z.preprocess(unset, z.guid('write the application (client) id, a GUID').optional()),
  ENTRA_TENANT_ID: z.preprocess(unset, z.guid('write the directory (tenant) id, a GUID').optional()),
  ENTRA_CLIENT_SECRET: text,
  /** A PEM file with private key and certificate, instead of a secret. */
  ENTRA_CERTIFICATE_PATH: text,
  /** SHA-256, in hex; only needed if the file has no certificate in it. */
  ENTRA_CERTIFICATE_THUMBPRINT: z.preprocess(
    unset,
    z
      .string()
      .regex(/^([0-9a-f]{2}:?){32}$/i, 'write the SHA-256 thumbprint of the certificate, 64 hexadecimal digits')
      .optional(),
  ),
  /** Where Entra signs apps in: another host in a national cloud. */
  ENTRA_AUTHORITY: z.preprocess(unset, guarded.default('https://login.microsoftonline.com')),
  /** Microsoft Graph with its version: another host in a national cloud. */
  GRAPH_ROOT_URL: z.preprocess(unset, guarded.default('https://graph.microsoft.com/v1.0')),
  /** The JSON key of the service account that reads Google Workspace; without it the school has no Google. */
  GOOGLE_SERVICE_ACCOUNT_FILE: text,
  /** The administrator whom the service account acts as: its rights are the most that can be read or changed. */
  GOOGLE_ADMIN_SUBJECT: z.preprocess(unset, z.email("write the administrator's address").toLowerCase().optional()),
  GOOGLE_CUSTOMER_ID: z.preprocess(
    unset,
    z
      .string()
      .regex(/^C\w+$/, 'write the customer id from Account › Account settings, as C01abcdef')
      .optional(),
  ),
  /** Organisational units whose people sign in to Google at another identity provider: "/Staff,/Pupils", or "none". Found out if not set. */
  GOOGLE_SIGN_IN_ELSEWHERE: z.preprocess(
    unset,
    z
      .string()
      .transform((units) => (units === 'none' ? [] : commaSeparated(units)))
      .refine(
        (units) => units.every((unit) => unit.startsWith('/')),
        'write paths of units, as /Staff,/Pupils, or none',
      )
      .optional(),
  ),
  /** Licences to look for at leavers, as product/sku: https://developers.google.com/workspace/admin/licensing/v1/how-tos/products */
  GOOGLE_LICENCES: z.preprocess(
    unset,
    z
      .string()
      .default('')
      .transform(commaSeparated)
      .refine(
        (licences) => licences.every((each) => /^[\w-]+\/[\w-]+$/.test(each)),
        'write product/sku, as 101031/1010310008',
      )
      .transform((licences) => licences.map((each) => each.split('/') as [product: string, sku: string])),
  ),
  /** Where Google's APIs are; Google's own addresses unless set. */
  GOOGLE_ROOT_URL: z.preprocess(unset, guarded.optional()),
  /** Who calls our add-on: the service account that Google made for this very Cloud project. Set, the Google door is open. */
  GOOGLE_ADDON_SERVICE_ACCOUNT: z.preprocess(
    unset,
    z
      .string()
      .regex(
        /^service-\d+@gcp-sa-gsuiteaddons\.iam\.gserviceaccount\.com$/,
        'write the whole address that "gcloud workspace-add-ons get-authorization" names, as service-123@gcp-sa-gsuiteaddons.iam.gserviceaccount.com',
      )
      .optional(),
  ),
  /** For whom Google makes the tokens of the people who use the add-on. */
  GOOGLE_ADDON_CLIENT_ID: z.preprocess(
    unset,
    z
      .string()
      .regex(/^[\w-]+\.apps\.googleusercontent\.com$/, 'write the OAuth client id that the same command names')
      .optional(),
  ),
  /** Where Google reaches the add-on; PUBLIC_URL/workspace unless set. What Google calls must be this, to the letter. */
  GOOGLE_ADDON_URL: z.preprocess(unset, guarded.optional()),
  /** The school's own domains at Google: accounts of any other are refused. */
  GOOGLE_DOMAINS: z.preprocess(
    unset,
    z
      .string()
      .toLowerCase()
      .default('')
      .transform(commaSeparated)
      .refine(
        (domains) => domains.every((domain) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)),
        'write domains, as larkenmere.example,pupils.larkenmere.example',
      ),
  ),
  /** The school's mail server: smtps://user:password@host, or smtp://host:587, which must offer STARTTLS. */
  SMTP_URL: z.preprocess(
    unset,
    z
      .string()
      .refine(
        (address) => /^smtps?:$/.test(URL.parse(address)?.protocol ?? '') && URL.parse(address)?.hostname !== '',
        'write smtps://user:password@host, or smtp://host:587',
      )
      .optional(),
  ),
  /** Whom mails are from: an address, or a name with an address in angle brackets. */
  MAIL_FROM: z.preprocess(
    unset,
    z
      .string()
      .regex(
        /^(?:[^<>\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
        'write an address, as Larkenmere School <countersign@larkenmere.example>',
      )
      .optional(),
  ),
  /** Who takes the mails: the mail server in SMTP_URL, Microsoft Graph or Gmail. */
  MAIL_THROUGH: z.preprocess(unset, z.enum(['smtp', 'graph', 'gmail']).default('smtp')),
  /** Where Google publishes the keys of its tokens. */
  GOOGLE_OPENID_METADATA_URL: z.preprocess(
    unset,
    guarded.default('https://accounts.google.com/.well-known/openid-configuration'),
  ),
});

/** All settings, checked. */
export type Config = z.output<typeof Environment>;

/** Whether no door of a real school is set up: then the server is a sandbox. */
export const isSandbox = ({
  MicrosoftAppId,
  GOOGLE_ADDON_SERVICE_ACCOUNT,
}: Pick<Config, 'MicrosoftAppId' | 'GOOGLE_ADDON_SERVICE_ACCOUNT'>): boolean =>
  !MicrosoftAppId && !GOOGLE_ADDON_SERVICE_ACCOUNT;

/**
 * Reads the settings from the environment.
 * @throws ConfigError with one line for each setting that can't be used. Values are never repeated: they may be secrets.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const config = parsed.data;
  const missing = [...missingOfTeams(config), ...missingOfGoogle(config), ...missingOfMail(config)];
  if (!isSandbox(config)) {
    if (!config.SCHOOL_FILE) missing.push('SCHOOL_FILE: write where your school.yaml is');
    if (!config.PUBLIC_URL)
      missing.push('PUBLIC_URL: write the https address at which Teams, Google and people reach this server');
  }
  if (missing.length) throw new ConfigError(missing.join('\n'));
  return config;
}

function missingOfTeams(config: Config): string[] {
  const { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId, MicrosoftAppType } = config;
  if (!MicrosoftAppId)
    return MicrosoftAppPassword || (config.NODE_ENV === 'production' && isSandbox(config))
      ? [
          'MicrosoftAppId: write the application (client) id of the bot, or set up the Google add-on. Without either only the sandbox runs, and that is not for a real school',
        ]
      : [];
  return [
    MicrosoftAppType !== 'UserAssignedMSI' &&
      !MicrosoftAppPassword &&
      'MicrosoftAppPassword: write the client secret of the bot',
    !MicrosoftAppTenantId && 'MicrosoftAppTenantId: write the directory (tenant) id of your school',
  ].filter((line) => line !== false);
}

function missingOfMail({
  MAIL_FROM,
  MAIL_THROUGH,
  SMTP_URL,
  GOOGLE_SERVICE_ACCOUNT_FILE,
  ...config
}: Config): string[] {
  if (!MAIL_FROM)
    return SMTP_URL || MAIL_THROUGH !== 'smtp' ? ['MAIL_FROM: write the address that mails are from'] : [];
  switch (MAIL_THROUGH) {
    case 'smtp':
      return SMTP_URL ? [] : ['SMTP_URL: write where the mail server is, or set MAIL_THROUGH to graph or gmail'];
    case 'graph':
      return config.ENTRA_CLIENT_ID || config.MicrosoftAppId
        ? []
        : ['ENTRA_CLIENT_ID: mails through Microsoft Graph need an app registration'];
    case 'gmail':
      return GOOGLE_SERVICE_ACCOUNT_FILE
        ? []
        : ['GOOGLE_SERVICE_ACCOUNT_FILE: mails through Gmail need the key of a service account'];
    default:
      return MAIL_THROUGH satisfies never;
  }
}

/** Of each thing that Google is used for, what else it needs. Nothing is taken for "anyone" because it isn't set. */
function missingOfGoogle(config: Config): string[] {
  const addOn = ['GOOGLE_ADDON_SERVICE_ACCOUNT', 'GOOGLE_ADDON_CLIENT_ID'] as const;
  const opened = addOn.some((name) => config[name]);
  const directory = config.GOOGLE_ADMIN_SUBJECT || (config.GOOGLE_SERVICE_ACCOUNT_FILE && !opened);
  const needed = new Set([
    ...(opened ? ([...addOn, 'GOOGLE_CUSTOMER_ID'] as const) : []),
    ...(directory || (config.GOOGLE_CUSTOMER_ID && !opened)
      ? (['GOOGLE_SERVICE_ACCOUNT_FILE', 'GOOGLE_ADMIN_SUBJECT', 'GOOGLE_CUSTOMER_ID'] as const)
      : []),
  ]);
  return [
    ...[...needed]
      .filter((name) => !config[name])
      .map((name) =>
        name.startsWith('GOOGLE_ADDON')
          ? `${name}: the Google add-on needs this as well`
          : `${name}: Google Workspace needs this as well`,
      ),
    ...(opened && !config.GOOGLE_DOMAINS.length
      ? ['GOOGLE_DOMAINS: write the domains of your school at Google, or nobody can be told from a stranger']
      : []),
  ];
}
