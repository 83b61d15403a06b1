import type { Context } from '../feature.ts';
import type { School } from '../school.ts';
import type { Node } from '../view/view.ts';
import type { Request } from './request.ts';

/** What an effect may use: the transaction in which the request itself changes, so that both are kept or neither. */
export type EffectContext = Pick<Context, 'tx' | 'now' | 'school' | 'effects'>;

/** A request before it is sent: all that is known of it while its form is filled in. It has no id yet. */
export type Asked = Pick<Request, 'kind' | 'asker' | 'person' | 'answers' | 'details'> & { id: string | null };

/** What a kind can mean elsewhere in the product, as its `effect:` names it. Each is some feature's, and no feature has others. */
export const EFFECTS = ['loan', 'loan-extension', 'disposal', 'close-account'] as const;

/**
 * What a kind of request means in another feature: a loan, accounts that are closed. The feature lists it in
 * `Feature.effects`, and kinds name it with `effect:`. Everything here runs in the request's transaction, may run again
 * after a serialisation failure, and never calls the network: what does is a job, enqueued here.
 */
export interface Effect {
  /** As kinds name it. */
  readonly id: (typeof EFFECTS)[number];
  /**
   * The feature itself says when it is over, with `endRequest` (a loan is, once everything has come back) or `requestDone`
   * (accounts are closed). Then the last day ends nothing here, nor does its holder's leaving, nor a press.
   */
  readonly endsItself?: true;
  /** The ids of the agreements that its holder signs later, at a hand-over: whoever asks may read them before. */
  signedLater?(school: School): string[];
  /** Whether it can be had at all. Runs when it is sent. @throws Refusal saying what to ask for instead. */
  check?(asked: Asked, context: EffectContext): Promise<void>;
  /**
   * What else matters: to whoever fills in the form (what is free) and whoever decides (what they already hold, what is
   * overdue). Stands on the card, and is part of what is recorded as shown.
   */
  describe?(asked: Asked, to: 'asker' | 'decider', context: EffectContext): Promise<Node[]>;
  /** It was sent, with an id: reserve what it needs. */
  onAsked?(request: Request, context: EffectContext): Promise<void>;
  /** Why there is nothing left to decide, said to the asker; null while there is. */
  whyOver?(request: Request, context: EffectContext): Promise<string | null>;
  /** Everyone who decides has agreed and all is signed that must be: it is granted. Once. */
  onApproved?(request: Request, context: EffectContext): Promise<void>;
  /** It came to nothing: refused, withdrawn, or too late. Once; free what was reserved. */
  onDropped?(request: Request, context: EffectContext): Promise<void>;
  /** What was granted is over: its last day has passed, its holder has left or gives it back. Once. */
  onEnded?(request: Request, context: EffectContext): Promise<void>;
}

/** The effects there are, by id. */
export type Effects = ReadonlyMap<Effect['id'], Effect>;
