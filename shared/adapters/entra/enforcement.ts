import * as z from 'zod';
import { type Fact, known, unknown } from '../../directories/fact.ts';
import type { Graph } from './client.ts';
import { becauseOf } from './trouble.ts';

/** Whether sign-in demands a second factor of someone. */
export type Enforced = (objectId: string, guest: boolean | null) => Fact<boolean>;

const SecurityDefaults = z.object({ isEnabled: z.boolean() });

const Names = z.array(z.string()).nullish();
/** Only whether it is there matters. */
const Anything = z.unknown().optional();
const Policy = z.object({
  state: z.string(),
  conditions: z.object({
    users: z
      .object({
        includeUsers: Names,
        excludeUsers: Names,
        excludeGroups: Names,
        excludeRoles: Names,
        excludeGuestsOrExternalUsers: Anything,
      })
      .nullish(),
    applications: z.object({ includeApplications: Names, excludeApplications: Names }).nullish(),
    clientAppTypes: Names,
    locations: Anything,
    platforms: Anything,
    devices: Anything,
    userRiskLevels: Names,
    signInRiskLevels: Names,
    insiderRiskLevels: Anything,
    authenticationFlows: Anything,
  }),
  grantControls: z
    .object({ operator: z.string().nullish(), builtInControls: Names, authenticationStrength: Anything })
    .nullish(),
});
type Policy = z.output<typeof Policy>;

const DEPENDS =
  'Whether sign-in demands a second factor here depends on Conditional Access rules, or on a per-person setting that Microsoft lets nobody read.';

/**
 * Says yes where it is certain: security defaults, or a Conditional Access rule for everyone, everywhere and everything.
 * It never says no, because the older per-person setting, which can demand it too, is not offered in v1.0.
 */
export async function readEnforcement(graph: Graph): Promise<Enforced> {
  const defaults = await graph.get(
    '/policies/identitySecurityDefaultsEnforcementPolicy?$select=id,isEnabled',
    SecurityDefaults,
  );
  if (!defaults.ok) return () => ({ known: false, because: becauseOf(defaults.trouble, 'Policy.Read.All') });
  if (defaults.body.isEnabled) return () => known(true);
  const policies: Policy[] = [];
  for await (const page of graph.pages(
    '/identity/conditionalAccess/policies?$select=id,state,conditions,grantControls',
    Policy,
  )) {
    if (!page.ok) return () => ({ known: false, because: becauseOf(page.trouble, 'Policy.Read.All') });
    policies.push(...page.body.rows.filter(forEverything));
  }
  return (objectId, guest) =>
    policies.some((policy) => includes(policy, objectId, guest)) ? known(true) : unknown('not-offered', DEPENDS);
}

const none = (names: string[] | null | undefined) => !names?.length;

/** On, for all apps and from anywhere, with a second factor as the only way in. */
function forEverything({ state, conditions, grantControls }: Policy): boolean {
  const controls = grantControls?.builtInControls ?? [];
  const demands = controls.includes('mfa') || Boolean(grantControls?.authenticationStrength);
  const only =
    controls.length + (grantControls?.authenticationStrength ? 1 : 0) === 1 || grantControls?.operator === 'AND';
  return (
    state === 'enabled' &&
    demands &&
    only &&
    Boolean(conditions.applications?.includeApplications?.includes('All')) &&
    none(conditions.applications?.excludeApplications) &&
    (none(conditions.clientAppTypes) || Boolean(conditions.clientAppTypes?.includes('all'))) &&
    none(conditions.userRiskLevels) &&
    none(conditions.signInRiskLevels) &&
    !conditions.locations &&
    !conditions.platforms &&
    !conditions.devices &&
    !conditions.insiderRiskLevels &&
    !conditions.authenticationFlows
  );
}

/** Someone who is excluded by group or role may be anyone: such a rule is certain of nobody. */
function includes({ conditions: { users } }: Policy, objectId: string, guest: boolean | null): boolean {
  if (!users?.includeUsers?.includes('All') || !none(users.excludeGroups) || !none(users.excludeRoles)) return false;
  if (users.excludeUsers?.includes(objectId)) return false;
  const guestsOut =
    Boolean(users.excludeGuestsOrExternalUsers) || users.excludeUsers?.includes('GuestsOrExternalUsers');
  return !guestsOut || guest === false;
}
