import { publishEdition } from '../../shared/agreements/index.ts';
import { importEquipment } from '../../shared/equipment/import.ts';
import { parseSchool, type School } from '../../shared/school.ts';
import type { View } from '../../shared/view/view.ts';
import { buttonOf, type Someone, type TestApp, testApp, viewOf } from '../fakes/app.ts';
import type { TestDatabase } from '../fakes/store.ts';

/** A school that lends, whose rules a test can see at a glance. */
export const lendingSchool: School = parseSchool(`
school: { name: Larkenmere School }
roles:
  headteacher: { sees: school, may: [ask-for-others] }
  senior-leader: { sees: school, may: [ask-for-others] }
  ict-manager: { sees: school, may: [requests] }
  technician: { sees: school, may: [lend] }
  line-manager: { sees: team }
  governor: { sees: counts }
audiences:
  all-staff: { roles: [staff] }
`);

/** Fifteen tablets, twelve of them in a trolley with its case, laptops, a camera, and phones at the office. */
const LIST = [
  'type,name,make,model,serial,asset_tag,condition,bundle,office',
  ...Array.from({ length: 15 }, (_, i) =>
    [
      'iPad',
      `Tablet ${i + 1}`,
      'Apple',
      'iPad 9',
      `DMPX${i + 1}`,
      `T-${String(i + 1).padStart(2, '0')}`,
      'good',
      i < 12 ? 'Tablet trolley' : '',
      '',
    ].join(','),
  ),
  'Case,Tablet case,Gripcase,,GC1,K-01,good,Tablet trolley,',
  'Laptop,Laptop 22,Dell,Latitude 5440,7XK2J93,L-22,good,,',
  'Laptop,Laptop 23,Dell,Latitude 5440,0001,L-23,good,,',
  'Camera,Camera 1,Canon,EOS,0001,C-01,worn,,',
  'Mobile phone,Office phone 1,Nokia,G22,N1,M-01,good,,yes',
  'Mobile phone,Office phone 2,Nokia,G22,N2,M-02,good,,yes',
].join('\n');

export interface Lending extends TestApp {
  head: Someone;
  ict: Someone;
  lender: Someone;
  kiran: Someone;
  /** Asks for equipment by the form and gives the request's card. */
  ask(who: Someone, answers: Record<string, string>): Promise<View>;
  /** Both agree. */
  approve(): Promise<void>;
  /** From asked to signed. Gives the loan's id. */
  lend(who: Someone, answers: Record<string, string>): Promise<string>;
  /** The newest card of somebody's chat. */
  last(who: Someone): View;
  items(state: string): Promise<string[]>;
  ledger(): Promise<string[]>;
}

export async function lendingApp(database: TestDatabase, school = lendingSchool): Promise<Lending> {
  const store = await database.open();
  const t = await testApp(store, school);
  const head = await t.person('Margaret Ashdown', { roles: ['staff', 'headteacher'] });
  const ict = await t.person('Ifeoma Nwachukwu', { roles: ['staff', 'ict-manager'] });
  const lender = await t.person('Callum Fairbrother', { roles: ['staff', 'technician'] });
  const kiran = await t.person('Kiran Patel');
  await store.transaction(async (tx) => {
    await importEquipment(tx, LIST, { school, now: t.clock.now() });
    await publishEdition(
      tx,
      {
        agreement: 'equipment-loan',
        text: {
          title: 'Equipment loan agreement',
          sections: [
            { number: '1', title: 'Care', level: 1, statements: [{ kind: 'item', text: 'I will carry it safely.' }] },
            {
              number: '2',
              title: 'Loss, damage and return',
              level: 1,
              statements: [{ kind: 'item', text: 'I will tell the school the same day if anything is broken.' }],
            },
          ],
        },
        effectiveFrom: '2026-09-01',
        by: null,
      },
      t.clock.now(),
    );
  });
  const last = (who: Someone) => t.mailbox.of(who.objectId).at(-1) as View;
  const press = async (who: Someone, label: string, typed = {}) =>
    viewOf(await who.press(buttonOf(last(who), label), typed));
  const lending: Lending = {
    ...t,
    head,
    ict,
    lender,
    kiran,
    last,
    async ask(who, answers) {
      const form = viewOf(await who.press({ action: 'requests.ask', input: { kind: 'equipment-loan' } }));
      return viewOf(await who.press(buttonOf(form, 'Send'), typed(answers)));
    },
    async approve() {
      await t.settle();
      await press(ict, 'Agree');
      await press(head, 'Agree');
      await t.settle();
    },
    async lend(who, answers) {
      await lending.ask(who, answers);
      await lending.approve();
      const handOver = await press(lender, 'Hand it over');
      viewOf(await lender.press(buttonOf(handOver, 'Ask them to sign'), inputsOf(handOver)));
      await t.settle();
      await press(who, 'I have checked the list and accept', { name: 'Kiran Patel' });
      await t.settle();
      const loan = await store.db
        .selectFrom('loans')
        .select('id')
        .where('borrower', '=', who.id)
        .where('state', '=', 'out')
        .orderBy('changed_at', 'desc')
        .executeTakeFirstOrThrow();
      return loan.id;
    },
    async items(state) {
      const rows = await store.db
        .selectFrom('loan_items')
        .innerJoin('equipment', 'equipment.id', 'loan_items.item')
        .select('equipment.name')
        .where('loan_items.state', '=', state as 'out')
        .execute();
      return rows.map(({ name }) => name).sort(new Intl.Collator('en', { numeric: true }).compare);
    },
    async ledger() {
      return (await store.db.selectFrom('ledger').select('kind').orderBy('seq').execute()).map(({ kind }) => kind);
    },
  };
  return lending;
}

export const typed = (answers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(answers).map(([field, value]) => [`answer_${field}`, value]));

/** What the fields of a card hold. */
export const inputsOf = (view: View): Record<string, string> =>
  Object.fromEntries(view.nodes.flatMap((node) => (node.kind === 'input' ? [[node.id, node.value ?? '']] : [])));

/** The card of the last day of term's trip. */
export const TRIP = { what: '12 tablets', count: '12', from: '2026-11-26', until: '2026-11-27', why: 'Year 4 trip' };

/** One laptop for a week. */
export const LAPTOP = { what: 'laptop 22', count: '1', from: '2026-11-23', until: '2026-11-27', why: 'Marking' };
