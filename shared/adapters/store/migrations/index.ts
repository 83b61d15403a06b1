import type { Migration } from 'kysely/migration';
import type { Store } from '../../../ports.ts';
import { core } from './0001-core.ts';
import { directories } from './0002-directories.ts';
import { checks } from './0003-checks.ts';
import { requests } from './0004-requests.ts';
import { loans } from './0005-loans.ts';
import { access } from './0006-access.ts';
import { channels } from './0008-channels.ts';
import { since } from './0009-since.ts';
import { photos } from './0011-photos.ts';
import { turns } from './0012-turns.ts';
import { trust } from './0013-trust.ts';
import { askedBy } from './0014-asked-by.ts';

/** Every change of the schema, in order. A migration that has been released never changes. */
export const migrations = (engine: Store['engine']): Record<string, Migration> => ({
  '0001-core': core(engine),
  '0002-directories': directories,
  '0003-checks': checks,
  '0004-requests': requests,
  '0005-loans': loans,
  '0006-access': access,
  '0008-channels': channels,
  '0009-since': since,
  '0011-photos': photos(engine),
  '0012-turns': turns(engine),
  '0013-trust': trust,
  '0014-asked-by': askedBy,
});
