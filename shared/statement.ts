import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Tables } from './ports.ts';

/** Stands in a statement for what it is given when it runs. */
export class Given {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const standInsFor = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.keys(values).map((name) => [name, new Given(name)])) as Values;

/**
 * A statement of a path that thousands go at once: the query is built and compiled the first time, once for each store, and
 * run with other values each time. Building one takes longer than running it.
 * @param build gets stand-ins for the values, which go into the query as they are.
 * @returns what runs it and resolves to its rows; it is given the same names each time. @throws what the database throws
 */
export function statement<Values extends object, Row>(
  build: (db: Kysely<Tables>, values: Values) => Compilable<Row>,
): (db: Kysely<Tables>, values: Values) => Promise<Row[]> {
  const compiled = new WeakMap<object, CompiledQuery<Row>>();
  return async (db, values) => {
    const { adapter } = db.getExecutor();
    let query = compiled.get(adapter);
    if (!query) compiled.set(adapter, (query = build(db, standInsFor(values)).compile()));
    const parameters = query.parameters.map((value) =>
      value instanceof Given ? values[value.name as keyof Values] : value,
    );
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}
