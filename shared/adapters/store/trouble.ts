import type { DatabaseConnection } from 'kysely';
import { StoreError } from '../../errors.ts';

/** What a driver's error says about the health of the database, in words; null when it is about the query. */
export type Diagnosis = (error: { code: string; message: string }) => string | null;

/**
 * Has every query, and the beginning and end of every transaction, tell trouble with the database itself (a full disk, a
 * lost connection) as a StoreError. What is wrong with a query stays as it is.
 */
export const telling = (diagnose: Diagnosis) => async (connection: DatabaseConnection) => {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async (query, ...options) => {
    try {
      return await execute(query, ...options);
    } catch (error) {
      throw toldAs(error, diagnose);
    }
  };
};

/** The error as a StoreError if it is about the database's health, else as it came. */
export function toldAs(error: unknown, diagnose: Diagnosis): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const trouble = diagnose({ code: typeof code === 'string' ? code : '', message: String(message) });
  return trouble ? new StoreError(trouble, { cause: error }) : error;
}
