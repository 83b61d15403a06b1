import { createHash } from 'node:crypto';
import { isInTeams } from './google-people.ts';
import type { Scenario } from './scenario.ts';
import type { Reach, SchoolPerson } from './shapes.ts';

/** A person's account as the stand-in directory holds it, with the ids that Teams gives it for this bot. */
export interface Member extends SchoolPerson {
  objectId: string;
  /** "29:…": the account's id towards the bot. */
  user: string;
  /** "a:…": the private chat with the bot. */
  conversation: string;
  /** Whether the bot can write to them, until that is changed. */
  atFirst: Reach;
  /** False: they have no account at Microsoft; the ids above are only the page's. */
  hasTeams: boolean;
}

/** Who can't be reached. */
type Reached = Pick<Scenario, 'blocked' | 'not_installed'>;

/** The bot's own account in the stand-in. */
export const BOT = { id: '28:countersign-sandbox', name: 'Countersign' };

/** The school's people, each with an account whether or not the list knows its object id. */
export interface Directory {
  all(): Promise<Member[]>;
  /** By object id, by "29:…" or by "8:orgid:…", as Teams accepts them. */
  member(id: string): Promise<Member | undefined>;
  inConversation(conversation: string): Promise<Member | undefined>;
}

/** Reads the people anew each time, so that an import shows at once. */
export function directoryOf(people: () => Promise<SchoolPerson[]>, scenario: Reached): Directory {
  const all = async () => (await people()).map((person) => memberOf(person, scenario));
  return {
    all,
    async member(id) {
      const objectId = id.replace(/^8:orgid:/, '');
      return (await all()).find((member) => member.objectId === objectId || member.user === id);
    },
    inConversation: async (conversation) => (await all()).find((member) => member.conversation === conversation),
  };
}

/** Those whom Microsoft knows. */
export function inTeams({ all, member, inConversation }: Directory): Directory {
  const known = (one: Member | undefined) => (one?.hasTeams ? one : undefined);
  return {
    all: async () => (await all()).filter(({ hasTeams }) => hasTeams),
    member: async (id) => known(await member(id)),
    inConversation: async (conversation) => known(await inConversation(conversation)),
  };
}

function memberOf(person: SchoolPerson, { blocked, not_installed }: Reached): Member {
  const objectId = person.objectId ?? invented(person.email ?? person.name);
  return {
    ...person,
    objectId,
    user: `29:1${digest(objectId)}`,
    conversation: `a:1${digest(`chat ${objectId}`)}`,
    atFirst: among(blocked, person) ? 'blocked' : among(not_installed, person) ? 'not-installed' : 'ok',
    hasTeams: isInTeams(person),
  };
}

const among = (addresses: string[], { email }: SchoolPerson) => email !== null && addresses.includes(email);

const digest = (of: string) => createHash('sha256').update(of).digest('base64url');

/** Every Microsoft account has an object id, even if the school's list leaves it out: the same person always gets the same. */
function invented(of: string): string {
  const hex = createHash('sha256').update(of).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
