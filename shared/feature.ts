import type * as z from 'zod';
import type { Directory } from './directories/port.ts';
import type { Intent } from './language/intents.ts';
import type { PersonRow } from './people/tables.ts';
import type { Account, Clock, Door, Log, MessageReference, Messenger, Store, Tx } from './ports.ts';
import type { Effect, Effects } from './requests/effect.ts';
import type { Right, School, Sees } from './school.ts';
import type { Button, Input, Node, View } from './view/view.ts';

/** The person on whose behalf something runs. */
export interface Actor {
  person: PersonRow;
  roles: string[];
  /** The account they used; null when the product acts for them, to render a card it sends. */
  account: Account | null;
  sees: Sees;
  may: ReadonlySet<Right>;
}

/** Everything an action may use. It runs in one transaction and never calls the network. */
export interface Context {
  tx: Tx;
  actor: Actor;
  now: Date;
  school: School;
  door: Door;
  /** The message whose button was pressed. */
  message: MessageReference | null;
  /** Where people reach this server: https://…, without a trailing slash. */
  publicUrl: string;
  /** What requests mean in other features. */
  effects: Effects;
}

/** Who may do something: any person the school knows, or someone whose role has a right. */
export type Who = 'person' | Right;

/** One thing a person can do: who may, what it takes, what happens. Every button, command and message of the product is one. */
export interface Action<S extends z.ZodObject = z.ZodObject> {
  readonly kind: 'action';
  readonly id: string;
  readonly who: Who;
  readonly input: S;
  run(input: z.output<S>, context: Context): Promise<View>;
  /** A button that does this. What `fixed` leaves out is typed into the card's fields. */
  button(
    label: string,
    fixed: Partial<z.input<S>>,
    options?: { style?: Button['style']; sendsInputs?: boolean },
  ): Button;
  /** An input of the card whose value this action receives as `id`. */
  field(id: keyof z.input<S> & string, options: Omit<Input, 'kind' | 'id'>): Input;
  /** This action and its input as data: to be shown to someone later, by a delivery. */
  call(input: z.input<S>): Call;
}

/** An action with its input, as data. */
export interface Call {
  action: string;
  input: Record<string, unknown>;
}

/** Declares an action. Its id is `feature.verb`, and never changes once cards with it are in people's chats. */
export function action<S extends z.ZodObject>(definition: Pick<Action<S>, 'id' | 'who' | 'input' | 'run'>): Action<S> {
  return {
    kind: 'action',
    ...definition,
    button: (label, fixed, { style, sendsInputs = false } = {}) => ({
      label,
      action: definition.id,
      input: fixed,
      sendsInputs,
      ...(style && { style }),
    }),
    field: (id, options) => ({ kind: 'input', id, ...options }),
    call: (input) => ({ action: definition.id, input }),
  };
}

/**
 * What a message said besides its intent. As typed: "Science", "staff agreement", "Ms Okafor", "31 August", "laptop 22";
 * `from` and `to` are dates already found in it, yyyy-mm-dd; `kind` is one of those a request or an incident can be.
 */
export type Slots = Partial<
  Record<'agreement' | 'group' | 'person' | 'status' | 'day' | 'device' | 'area' | 'kind' | 'from' | 'to', string>
>;

/** Words that people use for something the product does. The one list of them feeds understanding, help and manifests. */
export interface Command {
  readonly kind: 'command';
  readonly id: string;
  /** As one would type it, at most 32 characters: "who hasn't signed". */
  readonly title: string;
  /** One line for help and the command menu, at most 128 characters. */
  readonly hint: string;
  readonly who: Who;
  /** What a sentence can be about that this answers, however it is said (shared/language/intents.ts). */
  readonly intent?: Intent | readonly Intent[];
  /** Whether it stands in the command menu of a chat, which has room for ten. Help shows them all. */
  readonly inMenu?: true;
  /**
   * Ways to say it: {agreement}, {group}, {person}, {status}, {day} stand for what is filled in, (…) for what may be left out, a
   * stroke for words of which any will do, {!group} for one that isn't meant. Greetings and politeness around it are understood anyway.
   */
  readonly phrases: string[];
  /** Whether a message has a shape that no sentence has, and is meant for this: pasted serial numbers. */
  readonly reads?: (said: string) => boolean;
  /** It makes sense only after another answer ("next page"), so it isn't offered by itself. */
  readonly followsUp?: boolean;
  /** It leads towards a change, so it isn't begun on a guess, nor of a sentence that says no or names somebody who isn't understood. */
  readonly changes?: true;
  /** `said` is the whole message as it was typed. */
  run(slots: Slots, context: Context, said: string): Promise<View>;
}

export const command = (definition: Omit<Command, 'kind'>): Command => ({ kind: 'command', ...definition });

/** What a job may use. It opens its own transactions, so that no network call happens inside one. */
export interface JobContext {
  store: Store;
  clock: Clock;
  school: School;
  publicUrl: string;
  messengers: Messenger[];
  /** What the school's people and accounts are read from: none, one or two. */
  directories: Directory[];
  /** What requests mean in other features. */
  effects: Effects;
  log: Log;
  /** The server ends: whatever takes long throws, and goes on from there when it runs again. */
  stopping: AbortSignal;
  /** Runs an action as a person, without an account of theirs, to see what they would be shown. */
  render(tx: Tx, person: string, call: Call, door: Door): Promise<View>;
}

/** Work that happens later, at least once: a handler that runs twice does no harm. */
export interface Job<S extends z.ZodObject = z.ZodObject> {
  readonly kind: 'job';
  readonly id: string;
  readonly input: S;
  /** For recurring work: when to run next, given that it ran at `after`. */
  readonly next?: (after: Date, school: School) => Date;
  /** It may take minutes: the others don't wait for it. */
  readonly slow?: true;
  run(input: z.output<S>, context: JobContext): Promise<void>;
}

export const job = <S extends z.ZodObject>(definition: Omit<Job<S>, 'kind'>): Job<S> => ({
  kind: 'job',
  ...definition,
});

/** What a feature has for the page that people begin with: a few lines and ways on, or nothing. */
export interface Home {
  /** About the person: what they must sign, hold, or set up. */
  mine?(context: Context): Promise<Node[]>;
  /** About others, for somebody who looks after it. Nothing for everybody else. */
  desk?(context: Context): Promise<Node[]>;
}

/** Pictures that somebody sent, read and checked. */
export interface Picture {
  /** "image/jpeg", as the bytes themselves say. */
  type: string;
  bytes: Buffer;
}

/** A feature's contribution to the product: what people can do, say, and what happens by itself. */
export interface Feature {
  actions: Action<any>[];
  commands: Command[];
  jobs: Job<any>[];
  home?: Home;
  /** Takes the pictures that people send in the chat. One feature does. @throws Refusal when they are for nothing. */
  takePictures?(pictures: Picture[], context: Context): Promise<View>;
  /** What requests of its kinds mean here. */
  effects?: Effect[];
}
