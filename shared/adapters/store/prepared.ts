import type pg from 'pg';

/** How often a statement is run by a process before it is kept prepared, as PostgreSQL's JDBC driver does. */
const USES = 5;
/** How many statements each connection keeps, and how many are counted: of lists that differ in length there is no end. */
const MOST_KEPT = 300;
const MOST_COUNTED = 2_000;

/**
 * Whether a statement failed because what it was prepared for has changed ("cached plan must not change result type"): a
 * newer version has added a column. A transaction that met it has to run again.
 */
export const isStale = (error: unknown): boolean => {
  const { code, message = '' } = error as { code?: string; message?: string };
  return code === '0A000' && message.includes('cached plan');
};

/** Has what runs often prepared once on each connection: reading and planning a statement took longer than running it. */
export class Prepared {
  readonly #uses = new Map<string, number>();
  #names = new Map<string, string>();
  #made = 0;

  /** Has a connection of the pool run its statements so. */
  on(client: pg.Client): void {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const run = async (text: unknown, values: unknown, ...more: unknown[]) => {
      const name = typeof text === 'string' && Array.isArray(values) ? this.#nameOf(text) : undefined;
      if (name === undefined) return query(text, values, ...more);
      try {
        return await query({ name, text, values }, ...more);
      } catch (error) {
        if (!isStale(error)) throw error;
        // From now on each statement is prepared anew, under another name.
        this.#names = new Map();
        // In a transaction PostgreSQL runs nothing more.
        return query(text, values, ...more).catch(() => {
          throw error;
        });
      }
    };
    client.query = run as typeof client.query;
  }

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST_KEPT) return known;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses < USES) {
      if (this.#uses.size >= MOST_COUNTED) this.#uses.clear();
      this.#uses.set(text, uses);
      return undefined;
    }
    this.#uses.delete(text);
    const name = `s${++this.#made}`;
    this.#names.set(text, name);
    return name;
  }
}
