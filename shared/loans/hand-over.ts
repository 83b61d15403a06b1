import * as z from 'zod';
import { deliver, refreshMessages } from '../deliveries/index.ts';
import type { Item } from '../equipment/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { keepTopic } from '../language/index.ts';
import { count, t } from '../language/words.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, list, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { documentOf, loanAgreement } from './document.ts';
import { exactly, remarks } from './identify.ts';
import { checkNotOver, type Lent, type Loan, lentBy, lentIn, loanOf, move, nameOf, sayThings } from './loan.ts';
import { photoFrom } from './photo.ts';
import { photosSigned } from './photos/of.ts';
import { HOW_TO_SEND, PHOTO_LINK } from './photos/words.ts';
import { put, release } from './reserve.ts';
import { loanView, show } from './show.ts';
import { holdLending, takenBy } from './taken.ts';
import { Condition, Lines, Photo } from './typed.ts';

/** What goes along with something and needs nobody's approval of its own. */
const ACCESSORIES =
  /\b(case|bag|charger|cable|adapter|mouse|keyboard|stylus|tripod|stand|trolley|sleeve|lens|card)s?\b/;

/** Pick or scan what goes out; the list is filled in with what is kept for the loan. */
export const handOver = action({
  id: 'loans.handOver',
  who: 'lend',
  input: z.strictObject({ loan: z.string().max(100) }),
  async run({ loan: id }, context): Promise<View> {
    const { tx, actor, school } = context;
    await keepTopic(context, handOver.call({ loan: id }));
    const loan = await lentBy(tx, id, actor);
    if (loan.state !== 'approved' && loan.state !== 'signing') return loanView(loan, context);
    checkNotOver(loan, context);
    await loanAgreement(tx, school);
    const things = await lentIn(tx, [id], ['reserved']);
    const away = things.filter(({ thing }) => thing.state !== 'lendable');
    return view(
      t`Hand over to ${await nameOf(tx, loan.borrower)}`,
      text(t`Approved: ${sayThings(things.map(({ thing }) => thing))}, until ${sayDay(loan.due_on)}.`),
      away.length > 0 &&
        text(
          t`${away.map(({ thing }) => thing.name).join(', ')}: not there at the moment. Please take others.`,
          'warning',
        ),
      prepare.field('things', {
        label: t`What goes out? Scan or type it, one a line`,
        input: 'paragraph',
        value: things
          .filter(({ thing }) => thing.state === 'lendable')
          .map(({ thing }) => thing.asset_tag ?? thing.serial ?? thing.name)
          .join('\n'),
        required: true,
        maxLength: 5_000,
      }),
      prepare.field('condition', {
        label: t`Their condition`,
        input: 'line',
        value: t`good`,
        required: true,
        maxLength: 200,
      }),
      prepare.field('differs', {
        label: t`What is in another condition? One a line, as “${things[0]?.thing.asset_tag ?? 'T-07'}: scratched lid”`,
        input: 'paragraph',
        // What the inventory says of each; whoever hands it over sees whether that is still so.
        value: things
          .filter(({ thing }) => thing.state === 'lendable' && !isGood(thing.condition))
          .map(({ thing }) => `${thing.asset_tag ?? thing.serial ?? thing.name}: ${thing.condition}`)
          .join('\n'),
        maxLength: 2_000,
      }),
      prepare.field('photo', { label: PHOTO_LINK, input: 'line', maxLength: 500 }),
      text(HOW_TO_SEND, 'quiet'),
      buttons(
        prepare.button(t`Ask them to sign`, { loan: id }, { style: 'primary', sendsInputs: true }),
        show.button(t`Close`, { loan: id }),
      ),
    );
  },
});

const isGood = (condition: string | null): boolean =>
  condition === null || /^(good|new|fine|ok)$/i.test(condition.trim());

/** Puts exactly these things, in this condition, before the borrower to sign. */
export const prepare = action({
  id: 'loans.prepare',
  who: 'lend',
  input: z.strictObject({
    loan: z.string().max(100),
    things: Lines,
    condition: Condition,
    differs: z.string().max(5_000).nullish(),
    photo: Photo,
  }),
  async run({ loan: id, things: typed, condition, differs, photo }, context): Promise<View> {
    const { tx, actor, now, school } = context;
    const before = await lentBy(tx, id, actor);
    if (before.state === 'approved' || before.state === 'signing') checkNotOver(before, context);
    await loanAgreement(tx, school);
    const chosen = await exactly(tx, typed, before.school);
    if (!chosen.length) throw new Refusal(t`Please scan or type what goes out.`);
    // The form says what is known of those that were kept: of what isn't taken that doesn't matter.
    const planned = (await lentIn(tx, [id], ['reserved'])).map(({ thing }) => thing);
    const said = await remarks(tx, differs ?? '', [...chosen, ...planned]);
    const picture = photoFrom(photo);
    await holdLending(tx, before.school);
    if (!(await move(tx, before, ['approved', 'signing'], 'signing', { now, handed_over_by: actor.person.id })))
      return loanView(await loanOf(tx, id), context);
    const kept = await lentIn(tx, [id], ['reserved']);
    checkApproved(kept, chosen);
    await swap(tx, before, kept, chosen, context);
    // Fetched early, a thing is away from that day on.
    const today = dayOf(now, school);
    await tx
      .updateTable('loan_items')
      .set({ from_on: today })
      .where('loan', '=', id)
      .where('state', '=', 'reserved')
      .where('from_on', '>', today)
      .execute();
    for (const { id: item } of chosen)
      await tx
        .updateTable('loan_items')
        .set({ out_condition: said.get(item) ?? condition, out_photo: picture })
        .where('loan', '=', id)
        .where('item', '=', item)
        .where('state', '=', 'reserved')
        .execute();
    await deliver(
      tx,
      {
        key: `loan ${id} sign ${now.toISOString()}`,
        person: before.borrower,
        show: show.call({ loan: id }),
        subject: id,
        purpose: 'ask',
      },
      now,
    );
    await refreshMessages(tx, id, now);
    return listView(await loanOf(tx, id), context);
  },
});

/** What was put before the borrower, to the lender. */
async function listView(loan: Loan, context: Context): Promise<View> {
  const { tx, actor, school } = context;
  const things = await lentIn(tx, [loan.id], ['reserved']);
  const document = documentOf(await loanAgreement(tx, school), loan, {
    things,
    photos: await photosSigned(tx, loan.id),
    lender: actor.person.name,
  });
  return view(
    t`Waits for ${await nameOf(tx, loan.borrower)} to sign`,
    text(t`They have this list in their chat. Hand it over once this card says that they signed.`),
    list(document.sections[0]?.statements.map((statement) => statement.text) ?? []),
    buttons(
      show.button(t`Have they signed?`, { loan: loan.id }, { style: 'primary' }),
      handOver.button(t`Change the list`, { loan: loan.id }),
    ),
  );
}

/** Two people approved so many of a kind: more of it, or another kind, is theirs to approve. What goes along isn't. */
function checkApproved(kept: Lent[], chosen: Item[]): void {
  const approved = Map.groupBy(kept, ({ thing }) => thing.kind);
  for (const [kind, alike] of Map.groupBy(chosen, (thing) => thing.kind)) {
    const most = approved.get(kind)?.length ?? 0;
    if (alike.length <= most || ACCESSORIES.test(kind)) continue;
    throw new Refusal(
      most
        ? t`${count(most, kind, `${kind}s`)} were approved, and these are ${alike.length}. Please take ${alike.length - most} off the list; nothing was noted.`
        : t`${alike[0]?.name ?? ''} is a ${kind}, and that wasn't approved. Please take it off the list, or ask for it.`,
    );
  }
}

/** @throws Refusal when one of them isn't there to be lent, or somebody else has it. */
async function swap(tx: Context['tx'], loan: Loan, kept: Lent[], chosen: Item[], context: Context): Promise<void> {
  const today = dayOf(context.now, context.school);
  for (const thing of chosen) {
    if (thing.state !== 'lendable')
      throw new Refusal(t`${thing.name} isn't there to be lent: ${STATES[thing.state]}. Please take another.`);
    const other = await takenBy(tx, thing.id, { from: today, to: loan.due_on }, today, loan.id);
    if (!other) continue;
    throw new Refusal(
      other.state === 'out'
        ? t`${thing.name} is out with ${other.name} and hasn't been signed back in. Please take another, or take that back first.`
        : t`${thing.name} is kept for ${other.name} from ${sayDay(other.from_on)}. Please take another.`,
    );
  }
  const wanted = new Set(chosen.map(({ id }) => id));
  const had = new Set(kept.map(({ item }) => item));
  await release(
    tx,
    loan,
    kept.flatMap(({ item }) => (wanted.has(item) ? [] : item)),
  );
  await put(
    tx,
    loan,
    chosen.filter(({ id }) => !had.has(id)),
    // Until now it was not kept for this loan, and somebody else may have had it.
    { from: today },
  );
}

const STATES: Record<Item['state'], string> = {
  lendable: '',
  kept: t`it is kept for one place`,
  repair: t`it is away for repair`,
  lost: t`it is noted as lost`,
  disposed: t`it is no longer the school's`,
};
