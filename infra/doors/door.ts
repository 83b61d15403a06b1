import type { Router } from 'express';
import type { App } from '../../shared/app.ts';
import type { Messenger } from '../../shared/ports.ts';

/**
 * A way in, and how people are written to there. A door that a school doesn't have is not even loaded: without its
 * credentials nobody could be told from anybody.
 */
export interface OpenDoor {
  messengers: Messenger[];
  /** What answers its requests. */
  routers(app: App): Router[];
}
