interface Countable {
  select(callback: (eb: any) => any): { executeTakeFirstOrThrow(): Promise<unknown> };
}

/** How many rows a query has; PostgreSQL counts in text. */
export async function size(query: Countable): Promise<number> {
  const { n } = (await query.select((eb) => eb.fn.countAll().as('n')).executeTakeFirstOrThrow()) as { n: unknown };
  return Number(n);
}
