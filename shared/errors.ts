/**
 * Something a person can be told: one plain sentence that says what to do. It undoes the transaction and becomes a card.
 * Everything else that is thrown is a bug and is logged as one.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Settings, a school file or a data folder that can't be used. One line a problem, each saying what to do; the program stops with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * The database can't be used at the moment: its disk is full, the connection was lost. A transaction that it interrupts
 * is undone; only one cut off at its very end may have been kept. The message is for whoever runs the server.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
