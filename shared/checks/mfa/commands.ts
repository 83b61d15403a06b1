import { Refusal } from '../../errors.ts';
import { type Context, command } from '../../feature.ts';
import { findGroup, vocabularyOf } from '../../language/index.ts';
import { listed, t } from '../../language/words.ts';
import type { Audience } from '../../school.ts';
import { list } from './list.ts';
import { mine } from './mine.ts';
import { person } from './person.ts';

/** What people call it. */
const MFA = 'mfa/2fa/2sv/multi-factor/two-factor/two-step/second-factor';
const AFTER = '(authentication/verification/sign-in/login)';

/** What people say about second factors. */
export const commands = [
  command({
    id: 'checks.mfaMine',
    title: 'is my MFA set up?',
    hint: t`Whether your two-step sign-in is set up, and how to do it.`,
    who: 'person',
    intent: 'mfa.mine',
    phrases: [
      `is my ${MFA} ${AFTER} (set) (up/on/ok/active/enabled/working/done)`,
      `(do) i have (a) ${MFA} ${AFTER} (set) (up/on) (turned/switched) (on)`,
      `have i (got/set) (up) ${MFA} ${AFTER}`,
      `my ${MFA} ${AFTER}`,
      `(how) (do/can) (i) (to) set up (my) ${MFA} ${AFTER}`,
      `am i using ${MFA} ${AFTER}`,
    ],
    run: (_, context) => mine.run({}, context),
  }),
  command({
    id: 'checks.mfaList',
    title: 'who has no MFA?',
    hint: t`Who signs in with a password alone, of whom it isn't known and why, and who is exempt.`,
    who: 'checks',
    intent: 'mfa.missing',
    inMenu: true,
    phrases: [
      `who has/have no/not (got) (any) ${MFA} ${AFTER} (set) (up/on) (in/from {group})`,
      `who does/do not have ${MFA} ${AFTER} (set) (up/on) (in/from {group})`,
      `who is/are (still) without/missing ${MFA} ${AFTER} (in/from {group})`,
      `who still needs/need (to) (set) (up) ${MFA} ${AFTER} (in/from {group})`,
      `which/what {group} do/does/have/has not/no (have) (got) (any) ${MFA} ${AFTER}`,
      `${MFA} ${AFTER} (status/report/check) (of/for/in/from {group})`,
      `check (the) ${MFA} ${AFTER}`,
    ],
    async run({ group }, context) {
      const among = group === undefined ? undefined : await groupMeant(group, context);
      return list.run({ show: 'without', page: 1, ...(among && { among }) }, context);
    },
  }),
  command({
    id: 'checks.mfaPerson',
    title: 'does somebody have MFA?',
    hint: t`Write a name: "does Olivia Grant have MFA".`,
    who: 'checks',
    intent: 'mfa.person',
    phrases: [
      `does {person} have/use (got) (a) ${MFA} ${AFTER} (set) (up/on) (turned/switched) (on)`,
      `has {person} (got/set) (up) ${MFA} ${AFTER}`,
      `is {person} using ${MFA} ${AFTER}`,
      `is {person} ${MFA} ${AFTER} (set) (up/on) (turned/switched) (on)`,
    ],
    run: ({ person: name }, context) => person.run({ name: name ?? '' }, context),
  }),
];

/** @throws Refusal when the school has no such group, or several. */
async function groupMeant(typed: string, context: Context): Promise<Audience> {
  const found = findGroup(await vocabularyOf(context), typed);
  if (found.kind === 'one') return found.found.value;
  throw new Refusal(
    found.kind === 'none'
      ? t`I don't know that group. Please write a department or a group of your school, as "Science" or "all staff".`
      : t`Which group do you mean: ${listed(found.among.map(({ name }) => name))}?`,
  );
}
