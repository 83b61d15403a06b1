import fc from 'fast-check';

/** How many things are lent: few, so that people are in each other's way. */
export const THINGS = 3;

/** One thing that somebody does. `loan` and `thing` count round: the third of two is the first. */
export type Step =
  | { do: 'ask'; who: number; count: number; from: number; days: number }
  /** Without things: those that are kept for it. */
  | { do: 'prepare'; loan: number; things: number[] | null }
  | { do: 'sign' | 'give up'; loan: number }
  | { do: 'office'; who: number; thing: number; days: number }
  | { do: 'return'; loan: number; thing: number | null }
  | { do: 'write down'; loan: number }
  | { do: 'longer'; loan: number; days: number }
  /** Somebody who decides looks at one of the open requests and presses; `old` is a card that they have had for a while. */
  | { do: 'decide'; request: number; who: number; answer: 'Agree' | 'Say no'; old: boolean }
  | { do: 'withdraw'; request: number }
  | { do: 'leave' | 'come back'; who: number }
  /** What happens by itself: reminders, what nobody fetched, what is too late to be decided. */
  | { do: 'jobs' };

const at = fc.nat({ max: 5 });
const days = fc.nat({ max: 9 });
const agree = fc.record({
  do: fc.constant('decide' as const),
  request: at,
  who: at,
  answer: fc.constant('Agree' as const),
  old: fc.constant(false),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('ask' as const), who: at, count: fc.integer({ min: 1, max: 3 }), from: days, days }),
  fc.record({ do: fc.constant('ask' as const), who: at, count: fc.integer({ min: 1, max: 3 }), from: days, days }),
  fc.record({
    do: fc.constant('prepare' as const),
    loan: at,
    things: fc.option(fc.uniqueArray(fc.nat({ max: THINGS - 1 }))),
  }),
  fc.record({ do: fc.constant('prepare' as const), loan: at, things: fc.constant(null) }),
  fc.record({ do: fc.constant('sign' as const), loan: at }),
  fc.record({ do: fc.constant('give up' as const), loan: at }),
  fc.record({ do: fc.constant('sign' as const), loan: at }),
  fc.record({ do: fc.constant('office' as const), who: at, thing: at, days }),
  fc.record({ do: fc.constant('return' as const), loan: at, thing: fc.option(at) }),
  fc.record({ do: fc.constant('write down' as const), loan: at }),
  fc.record({ do: fc.constant('longer' as const), loan: at, days }),
  fc.record({
    do: fc.constant('decide' as const),
    request: at,
    who: at,
    answer: fc.constantFrom('Agree' as const, 'Agree' as const, 'Agree' as const, 'Say no' as const),
    old: fc.boolean(),
  }),
  agree,
  agree,
  agree,
  agree,
  fc.record({ do: fc.constant('withdraw' as const), request: at }),
  fc.record({ do: fc.constantFrom('leave' as const, 'come back' as const, 'come back' as const), who: at }),
  fc.constant({ do: 'jobs' as const }),
);
/** What happens at the same moment, moment after moment; each a day later. */
export const history = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 12,
  size: 'max',
});
