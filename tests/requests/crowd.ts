import { verifyLedger } from '../../shared/ledger/index.ts';
import { buttonOf, type Someone, viewOf } from '../fakes/app.ts';
import type { Stage } from './histories.ts';

/** How many presses are on their way at a time: a school's people, on PostgreSQL's ten connections and on SQLite's one. */
const AT_ONCE = 40;

/**
 * Many requests that two people must agree to, and everyone who may decide presses on all of them at random: twice, both at
 * the same moment, one yes and another no, while some askers withdraw.
 */
export async function crowd(stage: Stage, requests: number) {
  const { store, asker, people } = stage;
  const ids: string[] = [];
  for (let i = 0; i < requests; i++) {
    const form = viewOf(await asker.press({ action: 'requests.ask', input: { kind: 'both' } }));
    const send = buttonOf(form, 'Send');
    await asker.press(send);
    ids.push(send.input.id as string);
  }
  const presses: (() => Promise<unknown>)[] = [];
  for (const request of ids) {
    for (const person of people.slice(0, 6)) {
      const reply = await person.press({ action: 'requests.show', input: { request } });
      if (reply.kind !== 'view' || !JSON.stringify(reply.view).includes('"Agree"')) continue;
      const view = reply.view;
      const answer = Math.random() < 0.1 ? 'Say no' : 'Agree';
      for (let twice = 0; twice < 2; twice++)
        presses.push(() => (person as Someone).press(buttonOf(view, answer), { words: 'Because.' }));
    }
    if (Math.random() < 0.1) presses.push(() => asker.press({ action: 'requests.withdraw', input: { request } }));
  }
  shuffle(presses);
  const start = performance.now();
  for (let from = 0; from < presses.length; from += AT_ONCE)
    await Promise.all(presses.slice(from, from + AT_ONCE).map((go) => go()));
  const tookMs = performance.now() - start;

  const states = await store.db.selectFrom('requests').select('state').where('id', 'in', ids).execute();
  const count = (state: string) => states.filter((row) => row.state === state).length;
  const decisions = await store.db
    .selectFrom('request_decisions')
    .select(['request', 'person'])
    .where('request', 'in', ids)
    .execute();
  const once = new Set(decisions.map(({ request, person }) => `${request} ${person}`)).size;
  const ends = await store.db
    .selectFrom('ledger')
    .select('body')
    .where('kind', 'in', ['request-granted', 'request-refused', 'request-withdrawn'])
    .execute();
  if (ends.length !== requests) throw new Error(`${requests} requests, and ${ends.length} ends in the ledger`);
  return {
    requests,
    presses: presses.length,
    tookMs,
    // Withdrawn when it was granted already: it is given back.
    ended: { granted: count('granted') + count('ended'), refused: count('refused'), withdrawn: count('withdrawn') },
    decisions: { all: decisions.length, twice: decisions.length - once },
    verdict: await verifyLedger(store),
  };
}

function shuffle<T>(items: T[]): void {
  for (let i = items.length - 1; i > 0; i--) {
    const other = Math.floor(Math.random() * (i + 1));
    [items[i], items[other]] = [items[other] as T, items[i] as T];
  }
}
