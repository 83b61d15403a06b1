import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JobContext } from '../../shared/feature.ts';
import { tend } from '../../shared/requests/tend.ts';
import type { School } from '../../shared/school.ts';
import { buttonOf, type Someone, type TestApp, viewOf } from '../fakes/app.ts';
import type { TestDatabase } from '../fakes/store.ts';
import { cast, schoolWith } from './school.ts';

/** Ways to decide that differ in what can go wrong: at the same time, in order, some of several, one person in two roles. */
const KINDS = ['both', 'in-order', 'two-of-three', 'manager-too'] as const;

const RULES = `
  deputies:
    head: { who: senior, after: 1d }
    ict: { who: office, after: 2d }
  kinds:
    both: { title: Both, decide: [{ ask: [head, ict] }] }
    in-order: { title: In order, decide: [{ ask: [ict] }, { ask: [head] }] }
    two-of-three: { title: Two of three, decide: [{ ask: [head, ict, office], need: 2 }] }
    manager-too: { title: Manager too, decide: [{ ask: [own-manager, slt] }] }
`;

/** A school in which anything may happen, and whoever may press something. */
export interface Stage extends TestApp {
  rules: School;
  people: Someone[];
  asker: Someone;
  /** Has requests looked after, as happens every quarter of an hour. */
  tend(): Promise<void>;
}

export async function stageFor(database: TestDatabase): Promise<Stage> {
  const school = await cast(database, schoolWith(RULES));
  const both = await school.person('Ines Duarte', { roles: ['staff', 'headteacher', 'ict-manager'] });
  const manager = await school.person('Omar Sayed', { roles: ['staff', 'senior-leader'] });
  const asker = await school.person('Lee Chu', { manager: manager.id });
  const { head, ict, senior, office } = school;
  const { store, clock, rules } = school;
  const context = { store, clock, school: rules, effects: new Map(), stopping: new AbortController().signal };
  return {
    ...school,
    asker,
    people: [head, ict, senior, office, both, manager, asker],
    tend: () => tend.run({}, context as unknown as JobContext),
  };
}

/** What is known of the one request that a history is about. */
interface Model {
  request: string;
  /** How it ended; null while it hasn't. */
  end: string | null;
  /** Cards that people have seen and not pressed on: they may lie in a chat for days. */
  cards: Map<number, ReturnType<typeof viewOf>>;
}

type Step = fc.AsyncCommand<Model, Stage>;

const step = (name: string, run: (model: Model, real: Stage) => Promise<void>): Step => ({
  check: () => true,
  async run(model, real) {
    await run(model, real);
    await holds(model, real);
  },
  toString: () => name,
});

/** Asks for something, with the button pressed twice. Gives the request. */
async function ask(kind: string, { asker, store }: Stage): Promise<string> {
  const form = viewOf(await asker.press({ action: 'requests.ask', input: { kind } }));
  const send = buttonOf(form, 'Send');
  await Promise.all([asker.press(send), asker.press(send)]);
  const { id } = await store.db
    .selectFrom('requests')
    .select('id')
    .where('id', '=', send.input.id as string)
    .executeTakeFirstOrThrow();
  return id;
}

type Press = { who: number; answer: 'Agree' | 'Say no' | 'Ask back'; old: boolean; twice: boolean };

/** Several people press at the same moment, some of them twice, some on cards that they have had for a while. */
const press = (presses: Press[]) =>
  step(`press ${JSON.stringify(presses)}`, async ({ request, cards }, { people }) => {
    await Promise.all(
      presses.map(async ({ who, answer, old, twice }) => {
        const person = people[who] as Someone;
        const reply = await person.press({ action: 'requests.show', input: { request } });
        const fresh = reply.kind === 'view' ? reply.view : undefined;
        const card = (old ? cards.get(who) : undefined) ?? fresh;
        if (fresh && JSON.stringify(fresh).includes('"Agree"')) cards.set(who, fresh);
        if (!card || !JSON.stringify(card).includes('"Agree"')) return;
        const button = buttonOf(card, answer);
        const go = () => person.press(button, answer === 'Agree' ? {} : { words: 'Because.' });
        await Promise.all(twice ? [go(), go()] : [go()]);
      }),
    );
  });

const withdraw = step('withdraws', async ({ request }, { asker }) => {
  await asker.press({ action: 'requests.withdraw', input: { request } });
});

const leaves = (who: number) =>
  step(`${who} leaves`, async (_, { store, people }) => {
    await store.db
      .updateTable('people')
      .set({ leave_date: '2026-01-01' })
      .where('id', '=', people[who]?.id ?? '')
      .execute();
  });

const returns = (who: number) =>
  step(`${who} returns`, async (_, { store, people }) => {
    await store.db
      .updateTable('people')
      .set({ leave_date: null })
      .where('id', '=', people[who]?.id ?? '')
      .execute();
  });

const wait = (hours: number) =>
  step(`${hours} hours pass`, async (model, real) => {
    real.clock.set(new Date(real.clock.now().getTime() + hours * 3_600_000));
    await real.tend();
    await looksAfter(model, real);
  });

const who = fc.nat({ max: 6 });
const presses = fc.array(
  fc.record({
    who,
    answer: fc.constantFrom('Agree', 'Agree', 'Agree', 'Agree', 'Say no', 'Ask back') as fc.Arbitrary<Press['answer']>,
    old: fc.boolean(),
    twice: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Histories of one request: what is asked for, and what people and time may do to it, in any order. */
export const histories = fc.record({
  kind: fc.constantFrom(...KINDS),
  steps: fc.commands<Model, Stage, false>(
    [
      presses.map(press),
      presses.map(press),
      presses.map(press),
      presses.map(press),
      fc.constant(withdraw),
      who.filter((one) => one < 6).map(leaves),
      who.map(returns),
      fc.constantFrom(1, 26, 50).map(wait),
    ],
    { maxCommands: 8, size: 'max' },
  ) as unknown as fc.Arbitrary<Iterable<Step>>,
});

type History = typeof histories extends fc.Arbitrary<infer H> ? H : never;

/** Plays one history, and leaves the school as it was: everybody here, nothing open. Says how the request ended; null if it didn't. */
export async function play(stage: Stage, { kind, steps }: History): Promise<string | null> {
  const model: Model = { request: await ask(kind, stage), end: null, cards: new Map() };
  try {
    await fc.asyncModelRun(() => ({ model, real: stage }), steps);
    return model.end;
  } finally {
    await stage.store.db.updateTable('people').set({ leave_date: null }).execute();
    await stage.asker.press({ action: 'requests.withdraw', input: { request: model.request } });
    stage.mailbox.messages.length = 0;
  }
}

const ENDS = ['granted', 'refused', 'withdrawn', 'closed'];

/** Whatever happened: one end at most, by different people, none of them the asker; and the ledger tells the same. */
async function holds(model: Model, { store, asker }: Stage): Promise<void> {
  const id = model.request;
  const { state, stage, rules } = await store.db
    .selectFrom('requests')
    .select(['state', 'stage', 'rules'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const decisions = await store.db.selectFrom('request_decisions').selectAll().where('request', '=', id).execute();
  const told = (
    await store.db
      .selectFrom('ledger')
      .select(['kind', 'body'])
      .where('kind', 'in', ['request-decision', ...ENDS.map((end) => `request-${end}`)])
      .where('body', 'like', `%${id}%`)
      .execute()
  ).map(({ kind }) => kind);

  // "No longer needed" ends what was granted, and that is no other end.
  const now = state === 'ended' ? 'granted' : state;
  if (model.end !== null) assert.equal(now, model.end);
  if (ENDS.includes(now)) model.end = now;
  const ends = told.filter((kind) => kind !== 'request-decision');
  assert.equal(ends.join(), model.end === null ? '' : `request-${model.end}`);
  assert.equal(told.length - ends.length, decisions.length);

  const people = decisions.map(({ person }) => person);
  assert.equal(new Set(people).size, people.length);
  assert.ok(!people.includes(asker.id));
  assert.equal(decisions.filter(({ decision }) => decision === 'refused').length, model.end === 'refused' ? 1 : 0);
  const stages = (JSON.parse(rules) as { decide: { ask: string[]; need: 'all' | number }[] }).decide;
  for (const [i, { ask: deciders, need }] of stages.entries()) {
    const agreed = decisions.filter((decision) => decision.stage === i && decision.decision === 'approved').length;
    const enough = need === 'all' ? deciders.length : need;
    if (i < stage || model.end === 'granted') assert.equal(agreed, enough);
    else assert.ok(agreed <= enough);
  }
}

/** After it was looked after, an open request waits for somebody who is here, or those who look after the system know. */
async function looksAfter({ request }: Model, { store, asker }: Stage): Promise<void> {
  const row = await store.db
    .selectFrom('requests')
    .select(['state', 'stuck'])
    .where('id', '=', request)
    .executeTakeFirstOrThrow();
  const asked = await store.db
    .selectFrom('request_approvers')
    .innerJoin('people', 'people.id', 'request_approvers.person')
    .select(['people.id', 'leave_date'])
    .where('request', '=', request)
    .where('active', '=', 1)
    .execute();
  for (const { id, leave_date } of asked) {
    assert.equal(leave_date, null);
    assert.notEqual(id, asker.id);
  }
  if (row.state !== 'open') assert.equal(asked.length, 0);
  else if (!row.stuck) assert.ok(asked.length > 0);
}
