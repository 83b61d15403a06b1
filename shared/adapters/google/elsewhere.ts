import { type Fact, known, unknown } from '../../directories/fact.ts';
import type { Session } from './session.ts';
import type { User } from './user.ts';
import { listed } from './wire/listing.ts';

/** How long an answer is believed. */
const REMEMBERED = 24 * 3_600_000;

/**
 * Who signs in at another identity provider. There, Google's own 2-Step Verification says nothing and blocking must
 * happen too. The school says so by unit (GOOGLE_SIGN_IN_ELSEWHERE); where it says nothing, one look into the sign-in
 * log tells whether anyone does. Super administrators always can sign in with Google's own password
 * (https://support.google.com/a/answer/6341409).
 */
export function createElsewhere(session: Session) {
  let remembered: { at: number; someone: Promise<Fact<boolean>> } | undefined;

  async function someoneDoes(): Promise<Fact<boolean>> {
    const now = session.now().getTime();
    if (!remembered || now - remembered.at > REMEMBERED) remembered = { at: now, someone: lookUp() };
    const someone = await remembered.someone;
    if (!someone.known) remembered = undefined;
    return someone;
  }

  /** https://developers.google.com/workspace/admin/reports/v1/appendix/activity/login */
  async function lookUp(): Promise<Fact<boolean>> {
    try {
      const { reports } = await session.clients();
      const answer = await reports.activities.list(
        {
          userKey: 'all',
          applicationName: 'login',
          customerId: session.settings.customer,
          eventName: 'login_success',
          filters: 'login_type==saml',
          maxResults: 1,
        },
        session.looking.alone,
      );
      return known((listed(answer).items ?? []).length > 0);
    } catch (error) {
      const because = session.because(error, 'admin.reports.audit.readonly');
      if (because.kind !== 'permission') return { known: false, because };
      return unknown(
        'permission',
        `We can't tell whether people sign in at another identity provider: set GOOGLE_SIGN_IN_ELSEWHERE, or grant this. ${because.words}`,
      );
    }
  }

  const FEDERATED = unknown(
    'elsewhere',
    'They sign in at another identity provider, and Google does not know what is demanded there.',
  );

  /** Whether this account's sign-in is decided elsewhere; unknown when some are and Google doesn't tell which. */
  return async function signsInElsewhere(user: Pick<User, 'isAdmin' | 'orgUnitPath'>): Promise<Fact<boolean>> {
    const units = session.settings.signInElsewhere;
    if (units) return known(user.isAdmin !== true && units.some((unit) => isWithin(user.orgUnitPath, unit)));
    if (user.isAdmin === true) return known(false);
    const someone = await someoneDoes();
    return someone.known && someone.value ? FEDERATED : someone;
  };
}

export type SignsInElsewhere = ReturnType<typeof createElsewhere>;

/** Google's paths ignore case. */
function isWithin(path: string | null | undefined, unit: string): boolean {
  const inner = `${(path ?? '/').toLowerCase()}/`;
  return unit === '/' || inner.startsWith(`${unit.toLowerCase()}/`);
}
