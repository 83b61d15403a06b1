import type { Item } from '../../shared/equipment/index.ts';
import type { Loan, LoanItem } from '../../shared/loans/loan.ts';
import type { Store, Tables } from '../../shared/ports.ts';

/** What a school's books say of what it lends. */
export interface Books {
  store: Store;
  school: string;
  things: Item[];
  /** Oldest first, as are the requests. */
  loans(): Promise<Loan[]>;
  requests(): Promise<Tables['requests'][]>;
}

/** The books of one school, read anew at each call. */
export const booksOf = (store: Store, school: string, things: Item[]): Books => ({
  store,
  school,
  things,
  loans: () =>
    store.db.selectFrom('loans').selectAll().where('school', '=', school).orderBy('created_at').orderBy('id').execute(),
  requests: () =>
    store.db
      .selectFrom('requests')
      .selectAll()
      .where('school', '=', school)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
});

/** How the request behind a loan stands, by how the loan does. */
const REQUESTS: Record<Loan['state'], string[]> = {
  asked: ['open'],
  approved: ['granted'],
  signing: ['granted'],
  out: ['granted'],
  closed: ['ended'],
  cancelled: ['refused', 'withdrawn', 'closed', 'ended'],
};

/**
 * No thing is with two people, or promised to two for the same day; none ever was with two; and the books agree. Fails the
 * test otherwise.
 * @returns how the loans stand
 */
export async function check(books: Books): Promise<Loan['state'][]> {
  const { store, things } = books;
  const rows = await store.db
    .selectFrom('loan_items')
    .selectAll()
    .where(
      'item',
      'in',
      things.map(({ id }) => id),
    )
    .execute();
  for (const { id } of things) {
    const mine = rows.filter(({ item }) => item === id);
    expect(mine.filter(({ state }) => state === 'out').length).toBeLessThanOrEqual(1);
    const held = mine.filter(({ state }) => state === 'reserved' || state === 'out');
    for (const [i, a] of held.entries())
      for (const b of held.slice(i + 1))
        expect([a, b, a.from_on <= b.due_on && b.from_on <= a.due_on]).toEqual([a, b, false]);
    const had = mine
      .filter(({ out_at }) => out_at !== null)
      .map(({ out_at, back_at }) => [out_at as string, back_at ?? '~'] as const)
      .sort();
    for (const [i, [, back]] of had.entries()) expect(back <= (had[i + 1]?.[0] ?? '~')).toBe(true);
  }
  // A loan that is out has something out, and only that.
  const loans = await books.loans();
  for (const { id, state } of loans) {
    const out = rows.some((row) => row.loan === id && row.state === 'out');
    expect([state, out]).toEqual([state, state === 'out']);
  }
  await agree(books, loans, rows);
  return loans.map(({ state }) => state);
}

/** A loan, its things and its request tell the same. */
async function agree(books: Books, loans: Loan[], rows: LoanItem[]): Promise<void> {
  const { store, school } = books;
  const asked = await books.requests();
  const open = await store.db
    .selectFrom('loan_extensions')
    .innerJoin('requests', 'requests.id', 'loan_extensions.request')
    .select(['loan', 'loan_extensions.until_on'])
    .where('requests.school', '=', school)
    .where('requests.state', '=', 'open')
    .execute();
  for (const loan of loans) {
    const mine = rows.filter((row) => row.loan === loan.id);
    const reserved = mine.some(({ state }) => state === 'reserved');
    expect([loan.state, reserved]).toEqual([loan.state, ['asked', 'approved', 'signing'].includes(loan.state)]);
    const until = open.find((one) => one.loan === loan.id)?.until_on;
    for (const { state, due_on } of mine)
      if (state === 'out') expect([loan.due_on, until ?? loan.due_on]).toContain(due_on);
      else if (state === 'reserved') expect(due_on).toBe(loan.due_on);
    if (loan.request === null) continue;
    const request = asked.find(({ id }) => id === loan.request)?.state;
    expect([loan.state, ...(REQUESTS[loan.state] as string[])]).toContain(request);
  }
}
