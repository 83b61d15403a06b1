import { type DatabaseConnection, DeleteQueryNode, InsertQueryNode, type QueryResult, UpdateQueryNode } from 'kysely';

/** Statements that may be under way at once; more would pile up in memory. */
const MOST_AHEAD = 16;

/** What a statement that isn't waited for answers: no rows. How many it changed nobody may ask; `returning` tells. */
const NOTHING: QueryResult<never> = { rows: [] };

/**
 * Saves a transaction the time that its statements would spend waiting for answers nobody reads: BEGIN, and what only
 * writes, is sent and not waited for. The connection must answer in the order of sending. Whatever returns rows waits, and
 * so does COMMIT, for everything before it as well: if one fails, all that follows fails too, and the first failure is
 * what is thrown.
 */
export async function sendAhead(connection: DatabaseConnection): Promise<void> {
  const execute = connection.executeQuery.bind(connection);
  let ahead: Promise<unknown>[] | null = null;

  connection.executeQuery = async (query, ...options) => {
    const answer = execute<never>(query, ...options);
    if (query.sql === 'begin') ahead = [];
    if (!ahead) return answer;
    if (query.sql === 'rollback') {
      ahead = null;
      return answer;
    }
    // Whoever waits next hears of a failure; until then it is nobody's.
    answer.catch(() => {});
    ahead.push(answer);
    if ((query.sql === 'begin' || onlyWrites(query.query)) && ahead.length < MOST_AHEAD) return NOTHING;
    const before = ahead;
    ahead = query.sql === 'commit' ? null : [];
    await Promise.all(before);
    return onlyWrites(query.query) ? NOTHING : answer;
  };
}

type Node = Parameters<DatabaseConnection['executeQuery']>[0]['query'];

const onlyWrites = (node: Node): boolean =>
  (InsertQueryNode.is(node) || UpdateQueryNode.is(node) || DeleteQueryNode.is(node)) && !node.returning;
