import { benchGoogleDoor, sayGoogleDoor } from './google-door.ts';
import { onPostgres, server } from './on-postgres.ts';
import { benchHome, sayHome } from './workspace.ts';

/** What `npm run bench` says of the Google door, by itself: `node tests/bench/google.ts`. Nothing is written. */
console.log(sayGoogleDoor(await benchGoogleDoor()));
for (const line of sayHome('SQLite', await benchHome())) console.log(line);
if (server) for (const line of sayHome('PostgreSQL', await onPostgres(benchHome))) console.log(line);
