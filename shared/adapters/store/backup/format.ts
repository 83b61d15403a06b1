import * as z from 'zod';

/**
 * A backup: lines of JSON, the same for both engines. The first says what it is; then, table by table, a line that names
 * it and one with the values of each row, in the order of its columns; the last counts them, so that a backup that was cut
 * short is known for one. Tables come after those that they refer to.
 */
export const Begin = z.object({
  format: z.literal('countersign backup 1'),
  /** ISO-8601, UTC. */
  at: z.string(),
  /** The migrations that the schema had, in order. */
  migrations: z.array(z.string()).min(1),
});
export const TableBegins = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });
export const End = z.object({ end: z.record(z.string(), z.int()) });

/** What the engines have in common: text, whole numbers, bytes (in base64), nothing. */
const Value = z.union([z.string(), z.number(), z.null(), z.strictObject({ bytes: z.base64() })]);
export type Value = z.output<typeof Value>;
export const Row = z.array(Value);

export type Line = z.output<typeof Begin> | z.output<typeof TableBegins> | Value[] | z.output<typeof End>;

/** How many rows each table has. */
export type Counts = Record<string, number>;
