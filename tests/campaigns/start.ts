import { publishEdition } from '../../shared/agreements/index.ts';
import type { Campaign } from '../../shared/campaigns/campaign.ts';
import { type Start, startCampaign } from '../../shared/campaigns/index.ts';
import type { View } from '../../shared/view/view.ts';
import { buttonOf, type Someone, staffText, type TestApp, testApp, viewOf } from '../fakes/app.ts';
import { school } from '../fakes/school.ts';
import type { TestDatabase } from '../fakes/store.ts';

/** A school whose staff agreement is published, with two to sign it and a head to ask them. */
export interface Campaigning extends TestApp {
  anna: Someone;
  ben: Someone;
  head: Someone;
  /** Publishes the staff agreement once more. @param extra statements that are new in it */
  publish(extra?: string[]): Promise<void>;
  /** Has the head start a campaign, which sends nothing yet. */
  begin(about?: Partial<Start>): Promise<Campaign>;
  /** The same, and all that is due at once is done. */
  started(about?: Partial<Start>): Promise<Campaign>;
  /** Lets time pass to a moment, looking at the queue twice a day. */
  until(moment: string): Promise<void>;
  /** What somebody has in their chat, oldest first. */
  cards(someone: Someone): View[];
  /** Accepts on the newest of somebody's cards. */
  sign(someone: Someone): Promise<View>;
  /** How everybody who was asked stands, and by when they were to sign, by name. */
  assignments(): Promise<Record<string, string>>;
  /** How the campaigns stand, oldest first. */
  states(): Promise<string[]>;
  /** What the ledger tells of, oldest first. */
  kinds(): Promise<string[]>;
  /** Changes what the list says of somebody. */
  change(someone: Someone, what: Change): Promise<unknown>;
}

interface Change {
  department?: string;
  start_date?: string;
  leave_date?: string | null;
}

/** Opens that school on a Monday morning in term, with the recurring work begun. */
export async function campaigning(database: TestDatabase): Promise<Campaigning> {
  const t = await testApp(await database.open());
  const [anna, ben] = [await t.person('Anna Bell'), await t.person('Ben Osei', { department: 'Maths' })];
  const head = await t.person('Margaret Ashdown', { roles: ['headteacher'], department: 'Leadership' });
  const campaigns: Campaigning = {
    ...t,
    anna,
    ben,
    head,
    async publish(extra = []) {
      await t.store.transaction((tx) =>
        publishEdition(
          tx,
          { agreement: 'staff', text: staffText(extra), effectiveFrom: '2026-09-01', by: null },
          t.clock.now(),
        ),
      );
    },
    begin: (about = {}) =>
      t.store.transaction((tx) =>
        startCampaign(
          tx,
          { agreement: 'staff', audience: { roles: ['staff'] }, dueOn: '2026-12-04', by: head.id, ...about },
          t.clock.now(),
          school,
        ),
      ),
    async started(about) {
      const campaign = await campaigns.begin(about);
      await t.settle();
      return campaign;
    },
    async until(moment) {
      const end = new Date(moment);
      while (t.clock.now() < end) {
        t.clock.set(new Date(Math.min(t.clock.now().getTime() + 12 * 3_600_000, end.getTime())));
        await t.settle();
      }
    },
    cards: (someone) => t.mailbox.of(someone.objectId),
    async sign(someone) {
      const card = campaigns.cards(someone).at(-1);
      if (!card) throw new Error('no card');
      return viewOf(
        await someone.press(buttonOf(card, 'I have read and accept'), { name: 'Anna Bell', job: 'Teacher' }),
      );
    },
    async assignments() {
      const rows = await t.store.db
        .selectFrom('assignments')
        .innerJoin('people', 'people.id', 'assignments.person')
        .select(['name', 'state', 'due_on'])
        .orderBy('assignments.created_at')
        .execute();
      return Object.fromEntries(rows.map(({ name, state, due_on }) => [name, `${state} ${due_on}`]));
    },
    async states() {
      const rows = await t.store.db.selectFrom('campaigns').select('state').orderBy('created_at').execute();
      return rows.map(({ state }) => state);
    },
    async kinds() {
      return (await t.store.db.selectFrom('ledger').select('kind').orderBy('seq').execute()).map(({ kind }) => kind);
    },
    change: (someone, what) => t.store.db.updateTable('people').set(what).where('id', '=', someone.id).execute(),
  };
  await campaigns.publish();
  await t.app.worker.schedule();
  await t.settle();
  return campaigns;
}
