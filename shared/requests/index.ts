import type { Feature } from '../feature.ts';
import { answer } from './answer.ts';
import { away, back } from './away.ts';
import { show } from './card.ts';
import { commands } from './commands.ts';
import { decide } from './decide.ts';
import { ask } from './form.ts';
import { home } from './home.ts';
import { mine } from './mine.ts';
import { confirmRemoval, removal } from './removal.ts';
import { send } from './send.ts';
import { sign } from './sign.ts';
import { stuck } from './stuck.ts';
import { tend } from './tend.ts';
import { readText } from './text.ts';
import { waiting } from './waiting.ts';
import { withdraw } from './withdraw.ts';

/** What people ask for and others decide: from a message to two approvals, a signature, an end, and the taking away. */
export const requests: Feature = {
  actions: [
    ask,
    send,
    show,
    decide,
    answer,
    sign,
    readText,
    withdraw,
    mine,
    waiting,
    stuck,
    removal,
    confirmRemoval,
    away,
    back,
  ],
  commands,
  home,
  jobs: [tend],
};

export { show as showRequest } from './card.ts';
export type { Asked, Effect, EffectContext, Effects } from './effect.ts';
export { endRequest, requestDone } from './ends.ts';
export { ask as askFor } from './form.ts';
export { type Grant, grantedAccess } from './granted.ts';
export { prolong as prolongRequest } from './prolong.ts';
export type { Request } from './request.ts';
export { type NewRequest, startRequest } from './start.ts';
