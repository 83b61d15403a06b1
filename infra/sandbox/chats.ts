import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import Database from 'better-sqlite3';
import type { ChatMessage, Happened, Reach } from './shapes.ts';

/** How Teams tells a bot of a file that somebody attached. */
export const FILE = 'application/vnd.microsoft.teams.file.download.info';

/** The part of a Bot Framework activity that a chat keeps. */
export interface SentActivity {
  text?: string;
  textFormat?: string;
  attachments?: { contentType?: string; content?: unknown; contentUrl?: string; name?: string }[];
  /** In Google Chat: the cards, as Google takes them. */
  cardsV2?: { card?: unknown }[];
}

/** Every private chat between a person and the bot, by the object id of the person's account. */
export interface Chats {
  /** As it was last changed to, else as it is at first. */
  reachOf(member: { objectId: string; atFirst: Reach }): Reach;
  setReach(person: string, reach: Reach): void;
  /** Whether the bot has been added to this person's chats. */
  isInstalled(person: string): boolean;
  install(person: string): void;
  /** The newest messages, oldest first. */
  messages(person: string, limit?: number): ChatMessage[];
  has(person: string, message: string): boolean;
  /** Adds a message and returns its id: milliseconds since 1970 as in Teams, and unique within the chat. */
  add(person: string, from: ChatMessage['from'], activity: SentActivity, at: Date): string;
  /** False if there is no such message of the bot's. */
  edit(person: string, message: string, activity: SentActivity, at: Date): boolean;
  remove(person: string, message: string): boolean;
  /** Keeps what somebody attaches, as the Connector and OneDrive do, and gives its id. */
  keepFile(bytes: Buffer): string;
  file(id: string): Buffer | undefined;
  /** Shows for a moment that the bot is writing. */
  typing(person: string): void;
  /** How many messages of the bot's each person has not opened yet. */
  unread(): Map<string, number>;
  markRead(person: string): void;
  /** Hears of every change until the returned function is called. */
  listen(hear: (event: Happened) => void): () => void;
  /** How far the school's clock is ahead of the real one, in ms. */
  ahead(): number;
  setAhead(ms: number): void;
  /** Forgets every chat. */
  clear(): void;
  close(): void;
}

const SCHEMA = `
  create table if not exists chats (
    person text primary key,
    reach text,
    installed integer not null default 0,
    read_to integer not null default 0
  );
  create table if not exists messages (
    seq integer primary key autoincrement,
    person text not null references chats (person),
    id text not null,
    sender text not null,
    activity text not null,
    at text not null,
    edited_at text,
    unique (person, id)
  );
  create table if not exists files (id text primary key, bytes blob not null);
  create table if not exists clock (ahead integer not null);`;

interface Row {
  seq: number;
  id: string;
  sender: ChatMessage['from'];
  activity: string;
  at: string;
  edited_at: string | null;
}

/** Opens the file that keeps the chats across restarts. */
export function openChats(file: string): Chats {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(SCHEMA);
  const events = new EventEmitter<{ event: [Happened] }>().setMaxListeners(0);
  const emit = (event: Happened) => events.emit('event', event);

  const addChat = db.prepare('insert into chats (person) values (?) on conflict do nothing');
  const chat = db.prepare<[string], { reach: Reach | null; installed: number }>('select * from chats where person = ?');
  const one = db.prepare<[string, string], Row>('select * from messages where person = ? and id = ?');
  const newest = db.prepare<[string, number], Row>('select * from messages where person = ? order by seq desc limit ?');
  const insert = db.prepare('insert into messages (person, id, sender, activity, at) values (?, ?, ?, ?, ?)');
  const update = db.prepare(
    "update messages set activity = ?, edited_at = ? where person = ? and id = ? and sender = 'bot'",
  );
  const remove = db.prepare("delete from messages where person = ? and id = ? and sender = 'bot'");
  const lastId = db.prepare<[string], { id: string | null }>(
    'select max(cast(id as integer)) as id from messages where person = ?',
  );

  return {
    reachOf: ({ objectId, atFirst }) => chat.get(objectId)?.reach ?? atFirst,
    setReach(person, reach) {
      addChat.run(person);
      db.prepare('update chats set reach = ? where person = ?').run(reach, person);
      emit({ kind: 'reach', person, reach });
    },
    isInstalled: (person) => chat.get(person)?.installed === 1,
    install(person) {
      addChat.run(person);
      db.prepare('update chats set installed = 1 where person = ?').run(person);
    },
    messages: (person, limit = 200) => newest.all(person, limit).reverse().map(shown),
    has: (person, message) => one.get(person, message) !== undefined,
    add(person, from, activity, at) {
      addChat.run(person);
      const id = String(Math.max(at.getTime(), Number(lastId.get(person)?.id ?? 0) + 1));
      insert.run(person, id, from, JSON.stringify(activity), at.toISOString());
      emit({ kind: 'message', person, message: shown(one.get(person, id) as Row) });
      return id;
    },
    edit(person, message, activity, at) {
      if (!update.run(JSON.stringify(activity), at.toISOString(), person, message).changes) return false;
      emit({ kind: 'edited', person, message: shown(one.get(person, message) as Row) });
      return true;
    },
    remove(person, message) {
      if (!remove.run(person, message).changes) return false;
      emit({ kind: 'deleted', person, id: message });
      return true;
    },
    keepFile(bytes) {
      const id = randomUUID();
      db.prepare('insert into files (id, bytes) values (?, ?)').run(id, bytes);
      return id;
    },
    file: (id) => db.prepare<[string], { bytes: Buffer }>('select bytes from files where id = ?').get(id)?.bytes,
    typing: (person) => void emit({ kind: 'typing', person }),
    unread: () =>
      new Map(
        db
          .prepare<[], { person: string; unread: number }>(
            `select m.person, count(*) as unread from messages m join chats c using (person)
             where m.sender = 'bot' and m.seq > c.read_to group by m.person`,
          )
          .all()
          .map(({ person, unread }) => [person, unread]),
      ),
    markRead(person) {
      addChat.run(person);
      db.prepare('update chats set read_to = (select coalesce(max(seq), 0) from messages) where person = ?').run(
        person,
      );
      emit({ kind: 'read', person });
    },
    listen(hear) {
      events.on('event', hear);
      return () => void events.off('event', hear);
    },
    ahead: () => db.prepare<[], { ahead: number }>('select ahead from clock').get()?.ahead ?? 0,
    setAhead(ms) {
      db.exec('delete from clock');
      db.prepare('insert into clock (ahead) values (?)').run(ms);
      emit({ kind: 'clock' });
    },
    clear: () => void db.exec('delete from messages; delete from chats; delete from files;'),
    close: () => void db.close(),
  };
}

function shown({ id, sender, activity, at, edited_at }: Row): ChatMessage {
  const { text, textFormat, attachments = [], cardsV2 = [] } = JSON.parse(activity) as SentActivity;
  return {
    id,
    from: sender,
    at,
    editedAt: edited_at,
    text: text || null,
    // A person's words are theirs as typed; a bot's are Markdown unless it says otherwise, as in Teams.
    textFormat: sender === 'person' || textFormat === 'plain' ? 'plain' : 'markdown',
    cards: [
      ...attachments
        .filter(({ contentType }) => contentType === 'application/vnd.microsoft.card.adaptive')
        .map(({ content }) => content),
      ...cardsV2.map(({ card }) => card),
    ],
    files: attachments.flatMap(({ contentType = '', contentUrl = null, name = 'picture' }) =>
      contentType.startsWith('image/') || contentType === FILE
        ? [{ name, picture: contentType === FILE ? null : (URL.parse(contentUrl ?? '')?.pathname ?? null) }]
        : [],
    ),
  };
}
