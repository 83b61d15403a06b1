import { keepAnswer, remember, withChannels } from './deliveries/index.ts';
import type { Directory } from './directories/port.ts';
import { Refusal, StoreError } from './errors.ts';
import type { Call, Context, Feature, JobContext } from './feature.ts';
import { actions, commands, effects, jobs, takePictures } from './features.ts';
import type { Message, Origin, Press, Reply } from './inbound.ts';
import { createWorker, type Worker } from './jobs/index.ts';
import { understand } from './language/index.ts';
import { t } from './language/words.ts';
import { actorFor, actorWith, bindByAddress, isHere, personOf } from './people/index.ts';
import { allow } from './permission.ts';
import { readPictures } from './pictures.ts';
import type { Clock, Door, Log, Messenger, Store, Tx } from './ports.ts';
import type { School } from './school.ts';
import { dayOf } from './time.ts';

export interface AppPorts {
  store: Store;
  clock: Clock;
  school: School;
  messengers: Messenger[];
  /** None unless given: the school's people are those of its list. */
  directories?: Directory[];
  log: Log;
  /** Where people reach this server. */
  publicUrl: string;
}

/** The product, free of any platform. Doors bring it verified requests; it answers with views. */
export interface App {
  press(press: Press): Promise<Reply>;
  message(message: Message): Promise<Reply>;
  /** The app was installed for, or opened by, someone: remembers where to reach them and greets them. */
  arrived(origin: Origin): Promise<Reply>;
  worker: Worker;
}

export function createApp(ports: AppPorts): App {
  const { store, clock, messengers, directories = [], log, publicUrl } = ports;
  const school = withChannels(ports.school, messengers);
  const actionById = new Map<string, Feature['actions'][number]>(actions.map((action) => [action.id, action]));

  /** Finds who it is, opens the one transaction, and turns a Refusal into its sentence. */
  async function as(
    origin: Origin,
    run: (context: Context) => Promise<Reply>,
    message: Press['message'] = null,
  ): Promise<Reply> {
    const now = clock.now();
    try {
      const known = await personOf(store.db, origin.account);
      const address = known ? null : await origin.vouchedAddress();
      return await store.transaction(async (tx) => {
        const person = known?.person ?? (address ? await bindByAddress(tx, origin.account, address, now) : undefined);
        if (!person || !isHere(person, dayOf(now, school)))
          throw new Refusal(
            t`I don't have you on the school's list. Please ask the school office to add you, then write to me again.`,
          );
        await remember(tx, person.id, origin, now);
        const actor = known
          ? actorWith(known, origin.account, school)
          : await actorFor(tx, person, origin.account, school);
        return run({ tx, actor, now, school, door: origin.door, message, publicUrl, effects });
      });
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refusal', words: error.message };
      if (error instanceof StoreError) {
        log.error({ err: error }, 'the database could not be used');
        return {
          kind: 'refusal',
          words: t`I can't save anything at the moment. Please try once more in a few minutes: nothing is recorded twice.`,
        };
      }
      throw error;
    }
  }

  async function call({ action: id, input }: Call, context: Context) {
    const action = actionById.get(id);
    if (!action) throw new Refusal(t`This button no longer does anything. Please write to me what you need.`);
    allow(action.who, context.actor);
    const parsed = action.input.safeParse(input);
    if (!parsed.success)
      throw new Refusal(parsed.error.issues[0]?.message ?? t`Please check what you typed and press again.`);
    return action.run(parsed.data, context);
  }

  async function render(tx: Tx, personId: string, what: Call, door: Door) {
    const person = await tx.selectFrom('people').selectAll().where('id', '=', personId).executeTakeFirstOrThrow();
    const actor = await actorFor(tx, person, null, school);
    return call(what, { tx, actor, now: clock.now(), school, door, message: null, publicUrl, effects });
  }

  const ending = new AbortController();
  const stopping = ending.signal;
  const context: JobContext = {
    store,
    clock,
    school,
    publicUrl,
    messengers,
    directories,
    effects,
    log,
    stopping,
    render,
  };

  return {
    press: (press) =>
      as(
        press,
        async (context) => {
          const view = await call(press, context);
          if (press.message && (!press.answerStays || view.live)) {
            const { door, message } = press;
            await keepAnswer(context.tx, { door, message, view, person: context.actor.person.id }, context.now);
          }
          return { kind: 'view', view };
        },
        press.message,
      ),
    async message(message) {
      if (!message.files?.length)
        return as(message, async (context) => ({
          kind: 'view',
          view: await understand(message.text, commands, context, { press: call }),
        }));
      // Fetched before the transaction, in which nothing waits for the network.
      const read = await readPictures(message.files);
      return as(message, async (context) => {
        if (read.kind === 'refused') throw new Refusal(read.words);
        return { kind: 'view', view: await takePictures(read.pictures, context) };
      });
    },
    arrived: (origin) =>
      as(origin, async (context) => ({ kind: 'view', view: await understand('', commands, context) })),
    worker: createWorker(jobs, context, () => ending.abort()),
  };
}
