import * as z from 'zod';
import { Refusal } from '../../shared/errors.ts';

/**
 * What people are asked to let the add-on do, at the least with which it runs, and why. It reads no mail, no event and no
 * file. https://developers.google.com/workspace/add-ons/concepts/workspace-scopes
 */
export const SCOPES: Record<string, string> = {
  openid: 'who somebody is: Google gives their id only to an add-on that asks for it',
  'https://www.googleapis.com/auth/userinfo.email':
    'the address that Google vouches for, to find them in the school’s list the first time',
  'https://www.googleapis.com/auth/gmail.addons.execute': 'to appear beside Gmail; it opens no message',
  'https://www.googleapis.com/auth/calendar.addons.execute': 'to appear beside Calendar; it opens no event',
};

/** The applications beside which it appears. */
const HOSTS = ['gmail', 'calendar', 'drive', 'docs', 'sheets', 'slides'] as const;

const Https = z.url({ protocol: /^https$/, error: 'must be an https address' });
const Homepage = z.strictObject({ runFunction: Https, enabled: z.boolean() });
const Host = z.strictObject({ homepageTrigger: Homepage });

/**
 * What Google takes as a deployment of an HTTP add-on, of which this is the part that we use: the protos
 * google.cloud.gsuiteaddons.v1.Deployment and google.apps.script.type.
 */
const Deployment = z.strictObject({
  oauthScopes: z.array(z.string().regex(/^(openid|https:\/\/www\.googleapis\.com\/auth\/[\w.-]+)$/)).min(1),
  addOns: z.strictObject({
    common: z.strictObject({
      name: z.string().min(1).max(50),
      logoUrl: Https,
      layoutProperties: z.strictObject({ primaryColor: Colour(), secondaryColor: Colour() }),
      homepageTrigger: Homepage,
      useLocaleFromApp: z.boolean(),
      openLinkUrlPrefixes: z.array(Https),
    }),
    ...(Object.fromEntries(HOSTS.map((host) => [host, Host])) as Record<(typeof HOSTS)[number], typeof Host>),
    httpOptions: z.strictObject({ authorizationHeader: z.literal('SYSTEM_ID_TOKEN') }),
  }),
});
export type Deployment = z.output<typeof Deployment>;

function Colour() {
  return z.string().regex(/^#[0-9a-f]{6}$/i);
}

export interface DeploymentInput {
  /** https origin of the server, without a trailing slash. */
  publicUrl: string;
  /** What Google calls; the server takes tokens for this address alone. */
  endpoint: string;
  /** Addresses to which our cards link. */
  links: readonly string[];
}

/**
 * The add-on for the sidebars. Google Chat isn't part of it: a Chat app is configured with the Chat API.
 * @throws Refusal with every place that Google would object to
 */
export function googleDeployment({ publicUrl, endpoint, links }: DeploymentInput): Deployment {
  const homepageTrigger = { runFunction: endpoint, enabled: true };
  const parsed = Deployment.safeParse({
    oauthScopes: Object.keys(SCOPES),
    addOns: {
      common: {
        name: 'Countersign',
        logoUrl: `${publicUrl}/icon.png`,
        layoutProperties: { primaryColor: '#12485A', secondaryColor: '#12485A' },
        homepageTrigger,
        useLocaleFromApp: true,
        openLinkUrlPrefixes: links.map((link) => `${link}/`),
      },
      ...Object.fromEntries(HOSTS.map((host) => [host, { homepageTrigger }])),
      httpOptions: { authorizationHeader: 'SYSTEM_ID_TOKEN' },
    },
  });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Refusal(`The Google deployment isn't one that Google takes: ${problems.join('; ')}`);
}
