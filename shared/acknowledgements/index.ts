import type { Feature } from '../feature.ts';
import { accept } from './accept.ts';
import { changes } from './changes.ts';
import { commands } from './commands.ts';
import { endExceptions } from './exceptions.ts';
import { home } from './home.ts';
import { library } from './library.ts';
import { mine, receipts } from './mine.ts';
import { read } from './read.ts';
import { copy } from './receipt.ts';
import { askAgain, excuse, recordRefusal, refusal } from './refusal.ts';
import { refuse, sendRefusal } from './refuse.ts';
import { show } from './show.ts';

/** What a person is asked to sign, signs or can't accept, and the receipt for it. */
export const acknowledgements: Feature = {
  actions: [
    show,
    read,
    changes,
    accept,
    refuse,
    sendRefusal,
    refusal,
    askAgain,
    excuse,
    recordRefusal,
    mine,
    receipts,
    copy,
    library,
  ],
  commands,
  home,
  jobs: [endExceptions],
};

export { askView } from './ask.ts';
export { library } from './library.ts';
export { read } from './read.ts';
export { show } from './show.ts';
export type { AssignmentState } from './tables.ts';
export { TypedName } from './typed.ts';
