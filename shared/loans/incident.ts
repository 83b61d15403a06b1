import * as z from 'zod';
import type { AgreementText } from '../agreements/index.ts';
import { deliver, deliverAll, refreshMessages } from '../deliveries/index.ts';
import { penceIn } from '../equipment/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import type { Tx } from '../ports.ts';
import { sayDay, sayMoment } from '../time.ts';
import { buttons, facts, list, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { type Lent, type Loan, lenders, lendsAt, lentIn, loanOf, nameOf } from './loan.ts';
import { photos } from './photos/look.ts';
import { photosOf } from './photos/of.ts';
import { show } from './show.ts';
import type { LoanTables } from './tables.ts';
import { Happened } from './typed.ts';

type Incident = LoanTables['loan_incidents'];

const ThisOne = z.strictObject({ incident: z.string().max(100) });

/** What went wrong with one thing: what happened, what the agreement says about it, and what became of it. */
export const incident = action({
  id: 'loans.incident',
  who: 'person',
  input: ThisOne,
  run: async ({ incident: id }, context) => incidentView(await theirs(id, context), context),
});

type Known = Incident & { loan_: Loan; lent: Lent };

/** @throws Refusal unless it is the actor's own, or they lend there. */
async function theirs(id: string, { tx, actor }: Pick<Context, 'tx' | 'actor'>): Promise<Known> {
  const row = await tx.selectFrom('loan_incidents').selectAll().where('id', '=', id).executeTakeFirst();
  const loan = row && (await loanOf(tx, row.loan));
  if (!loan || (loan.borrower !== actor.person.id && !lendsAt(actor, loan.school)))
    throw new Refusal(t`This isn't yours to read.`);
  const lent = (await lentIn(tx, [loan.id])).find((one) => one.id === row.loan_item);
  if (!lent) throw new Error(`incident ${id} is about nothing`);
  return { ...row, loan_: loan, lent };
}

/** Notes it, and tells whoever lends, or the borrower if the lender found it. Once for one id. */
export async function openIncident(
  {
    id,
    loan,
    lent,
    kind,
    words,
    photo,
  }: Pick<Incident, 'id' | 'kind' | 'words' | 'photo'> & { loan: Loan; lent: Lent },
  { tx, actor, now, school }: Context,
): Promise<boolean> {
  const added = await tx
    .insertInto('loan_incidents')
    .values({
      id,
      loan: loan.id,
      loan_item: lent.id,
      kind,
      words,
      photo,
      opened_at: now.toISOString(),
      opened_by: actor.person.id,
      state: 'open',
      outcome: null,
      closed_at: null,
      closed_by: null,
      charge: null,
      consent: null,
      consent_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return false;
  const others = new Set([loan.borrower, ...(await lenders(tx, loan.school, { now, school }))]);
  others.delete(actor.person.id);
  await deliverAll(
    tx,
    [...others].map((person) => ({
      key: `incident ${id} ${person}`,
      person,
      show: incident.call({ incident: id }),
      subject: id,
      purpose: 'tell',
    })),
    now,
  );
  await refreshMessages(tx, loan.id, now);
  return true;
}

async function incidentView(known: Known, context: Context, note?: string): Promise<View> {
  const { tx, actor, school } = context;
  const { loan_: loan, lent, kind, state } = known;
  const own = loan.borrower === actor.person.id;
  const taken = (await photosOf(tx, loan.id)).length;
  return view(
    t`${lent.thing.name}: ${TITLES[kind]}`,
    note ? text(note, 'good') : null,
    text(known.words, 'quote'),
    facts({
      [t`Borrowed by`]: await nameOf(tx, loan.borrower),
      [t`Written down`]: t`${sayMoment(known.opened_at, school)}, by ${await nameOf(tx, known.opened_by)}`,
      [t`Went out`]: lent.out_condition,
      [t`Photo`]: known.photo,
    }),
    ...(kind === 'problem' ? [] : await agreedTo(tx, loan)),
    ...charged(known, own),
    ...(state === 'closed'
      ? [text(t`Settled on ${sayDay((known.closed_at ?? '').slice(0, 10))}: ${known.outcome ?? ''}`, 'good')]
      : lendsAt(actor, loan.school)
        ? settling(known)
        : [text(t`Whoever lends equipment has this and will talk to you.`, 'quiet')]),
    buttons(
      show.button(t`The loan`, { loan: loan.id }),
      taken > 0 && photos.button(t`Photos (${taken})`, { loan: loan.id }),
    ),
  );
}

const TITLES: Record<Incident['kind'], string> = {
  problem: t`not working`,
  damaged: t`damaged`,
  lost: t`lost`,
  stolen: t`stolen`,
};

/** What the borrower signed about loss and damage, word for word; of a loan without a signature nothing. */
async function agreedTo(tx: Tx, { id }: Loan): Promise<Node[]> {
  const signed = await tx.selectFrom('loan_signatures').select('text').where('loan', '=', id).executeTakeFirst();
  const nothing = text(t`Nothing is taken from anybody's pay for this unless they agree to it separately.`, 'quiet');
  if (!signed) return [nothing];
  const { sections } = JSON.parse(signed.text) as AgreementText;
  const about = sections.slice(1).find(({ title }) => /loss|lost|damage/i.test(title));
  return about
    ? [text(t`What the agreement says:`), list(about.statements.map((statement) => statement.text)), nothing]
    : [nothing];
}

const pounds = (pence: number): string => `£${(pence / 100).toFixed(2)}`;

/** A payment is its own question with its own answer: what was signed at the hand-over is no consent to it. */
function charged({ id, charge, consent, consent_at }: Known, own: boolean): Node[] {
  if (charge === null || consent === null) return [];
  if (consent !== 'asked')
    return [
      text(
        consent === 'given'
          ? t`The borrower agreed to pay ${pounds(charge)} on ${sayDay((consent_at ?? '').slice(0, 10))}.`
          : t`The borrower didn't agree to pay ${pounds(charge)}. Nothing may be taken from their pay.`,
        consent === 'given' ? 'good' : 'warning',
      ),
    ];
  if (!own) return [text(t`The borrower was asked whether they agree to pay ${pounds(charge)}.`, 'quiet')];
  return [
    text(
      t`The school asks whether you agree that ${pounds(charge)} is taken from your pay for this. You needn't: saying no has no effect on anything else here.`,
    ),
    buttons(
      answer.button(t`I agree to pay ${pounds(charge)}`, { incident: id, charge, agrees: true }),
      answer.button(t`I don't agree`, { incident: id, charge, agrees: false }),
    ),
  ];
}

function settling({ id, consent, kind }: Known): Node[] {
  return [
    settle.field('outcome', { label: t`What became of it?`, input: 'line', maxLength: 300 }),
    buttons(settle.button(t`Settled`, { incident: id }, { style: 'primary', sendsInputs: true })),
    ...(consent === null && kind !== 'problem'
      ? [
          askToPay.field('amount', { label: t`Or ask the borrower to pay, in pounds`, input: 'line', maxLength: 20 }),
          buttons(askToPay.button(t`Ask for their consent`, { incident: id }, { sendsInputs: true })),
        ]
      : []),
  ];
}

/** It was mended, replaced, paid by the insurance: whoever lends writes it down. */
export const settle = action({
  id: 'loans.settle',
  who: 'lend',
  input: z.strictObject({ incident: z.string().max(100), outcome: Happened, amount: z.string().max(100).nullish() }),
  async run({ incident: id, outcome }, context): Promise<View> {
    const { tx, actor, now } = context;
    const known = await theirs(id, context);
    if (!lendsAt(actor, known.loan_.school)) throw new Refusal(t`Only whoever lends equipment can settle this.`);
    const settled = await tx
      .updateTable('loan_incidents')
      .set({ state: 'closed', outcome, closed_at: now.toISOString(), closed_by: actor.person.id })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .returning('id')
      .executeTakeFirst();
    if (settled) {
      await refreshMessages(tx, id, now);
      await refreshMessages(tx, known.loan, now);
      await record(tx, now, {
        kind: 'loan-incident-settled',
        facts: { incident: id, loan: known.loan, by: actor.person.id },
        personal: { outcome },
      });
    }
    return incidentView(await theirs(id, context), context);
  },
});

/** Asks the borrower whether they agree to pay: a question of its own, which they may answer with no. */
export const askToPay = action({
  id: 'loans.askToPay',
  who: 'lend',
  input: z.strictObject({
    incident: z.string().max(100),
    amount: z.string().max(100).nullish(),
    outcome: z.string().max(5_000).nullish(),
  }),
  async run({ incident: id, amount }, context): Promise<View> {
    const { tx, actor, now } = context;
    const known = await theirs(id, context);
    if (!lendsAt(actor, known.loan_.school)) throw new Refusal(t`Only whoever lends equipment can ask for this.`);
    const charge = penceIn((amount ?? '').trim());
    if (!charge) throw new Refusal(t`Please write the amount in pounds, as 45.00.`);
    const asked = await tx
      .updateTable('loan_incidents')
      .set({ charge, consent: 'asked' })
      .where('id', '=', id)
      .where('consent', 'is', null)
      .where('state', '=', 'open')
      .returning('id')
      .executeTakeFirst();
    if (asked) {
      await deliver(
        tx,
        {
          key: `incident ${id} pay`,
          person: known.loan_.borrower,
          show: incident.call({ incident: id }),
          subject: id,
          purpose: 'ask',
        },
        now,
      );
      await record(tx, now, {
        kind: 'loan-payment-asked',
        facts: { incident: id, pence: charge, by: actor.person.id },
      });
    }
    return incidentView(await theirs(id, context), context, t`Asked. You will see the answer here.`);
  },
});

/** The borrower's own answer, to the amount that stood on the card. */
export const answer = action({
  id: 'loans.answerToPay',
  who: 'person',
  input: z.strictObject({ incident: z.string().max(100), charge: z.int(), agrees: z.boolean() }),
  async run({ incident: id, charge, agrees }, context): Promise<View> {
    const { tx, actor, now } = context;
    const known = await theirs(id, context);
    if (known.loan_.borrower !== actor.person.id) throw new Refusal(t`Only the borrower can answer this.`);
    const answered = await tx
      .updateTable('loan_incidents')
      .set({ consent: agrees ? 'given' : 'refused', consent_at: now.toISOString() })
      .where('id', '=', id)
      .where('consent', '=', 'asked')
      .where('charge', '=', charge)
      .returning('id')
      .executeTakeFirst();
    if (answered) {
      await refreshMessages(tx, id, now);
      await record(tx, now, {
        kind: 'loan-payment-answered',
        facts: { incident: id, pence: charge, agrees },
        personal: { person: actor.person.id, ...actor.account },
      });
    }
    return incidentView(await theirs(id, context), context);
  },
});
