import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AgreementText, publishEdition } from '../../shared/agreements/index.ts';
import { importEquipment } from '../../shared/equipment/import.ts';
import { isHere } from '../../shared/people/index.ts';
import { addDays, dayOf } from '../../shared/time.ts';
import type { Member } from './directory.ts';
import type { Past, PastPorts } from './past.ts';
import type { Scenario } from './scenario.ts';

type Lending = Pick<PastPorts, 'store' | 'school'> & {
  past: Past;
  story: Scenario['seed'];
  member(address: string): Member | undefined;
};

/** What the school owns, and the agreement that borrowers sign. */
export async function stock({ store, school, past }: Lending, text: AgreementText): Promise<void> {
  const list = await readFile(join(import.meta.dirname, 'school', 'equipment.csv'));
  const now = past.now();
  await store.transaction(async (tx) => {
    await importEquipment(tx, list, { school, now });
    const agreement = school.loans.agreement;
    await publishEdition(tx, { agreement, text, effectiveFrom: dayOf(now, school), yearly: false, by: null }, now);
  });
}

/** Somebody borrows something: asks, two agree, it is handed over and signed for. Passed over for whoever isn't here. */
export async function borrow(
  { store, school, past, story, member }: Lending,
  { person, what, count, days, why }: Scenario['seed']['loans'][number],
): Promise<void> {
  const today = dayOf(past.now(), school);
  const borrower = member(person);
  const [one, two, lender] = [...story.deciders, story.office.lender].map(member);
  const known = await store.db.selectFrom('people').selectAll().where('email', '=', person).executeTakeFirst();
  if (!borrower || !one || !two || !lender || !known || !isHere(known, today)) return;
  const answers = { what, count: String(count), from: today, until: addDays(today, days), why };
  const typed = Object.fromEntries(Object.entries(answers).map(([field, value]) => [`answer_${field}`, value]));
  await past.say(borrower, `can I borrow ${what}`);
  await past.press(borrower, 'Send', typed);
  await past.settle();
  for (const decider of [one, two]) await past.press(decider, 'Agree');
  await past.settle();
  await past.press(lender, 'Hand it over');
  await past.press(lender, 'Ask them to sign');
  await past.settle();
  await past.press(borrower, 'I have checked the list and accept');
  await past.settle();
}

/** A phone goes out at the office. */
export async function signOutPhone({ past, story, member }: Lending): Promise<void> {
  const [lender, borrower] = [member(story.office.lender), member(story.office.person)];
  if (!lender || !borrower) return;
  await past.say(lender, 'office phones');
  await past.press(lender, 'Sign out');
  await past.press(lender, 'Sign it out', { name: borrower.name, purpose: 'Visit to the council' });
}
