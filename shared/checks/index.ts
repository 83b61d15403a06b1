import type { Feature } from '../feature.ts';
import { area } from './access/area.ts';
import { commands as accessCommands } from './access/commands.ts';
import { found } from './access/found.ts';
import { person as accessPerson } from './access/person.ts';
import { decide, keepRest, one, openNow, review } from './access/review.ts';
import { checkAccess } from './access/run.ts';
import { taken, tasks } from './access/tasks.ts';
import { tellPeople } from './cards.ts';
import { askToClose, closeAccounts, drop, undo } from './closing/ask.ts';
import { closing } from './closing/card.ts';
import { close } from './closing/close.ts';
import { closeAccount } from './closing/effect.ts';
import { readClosing } from './closing/read.ts';
import { card, headCard } from './leavers/cards.ts';
import { commands as leaverCommands } from './leavers/commands.ts';
import { confirm, todo } from './leavers/confirm.ts';
import { list as leavers } from './leavers/list.ts';
import { person as leaver } from './leavers/person.ts';
import { checkLeavers } from './leavers/run.ts';
import { confirmLeaving, staying, tell } from './leavers/tell.ts';
import { commands as mfaCommands } from './mfa/commands.ts';
import { home } from './mfa/home.ts';
import { list as mfaList, weekly } from './mfa/list.ts';
import { mine } from './mfa/mine.ts';
import { person as mfaPerson } from './mfa/person.ts';
import { checkMfa } from './mfa/run.ts';
import { checkNow, howFar } from './progress.ts';

/** What directories say against what should be: second factors, leavers' accounts and their closing, who gets in where. */
export const checks: Feature = {
  actions: [
    mine,
    mfaList,
    mfaPerson,
    weekly,
    leavers,
    leaver,
    tell,
    confirmLeaving,
    staying,
    confirm,
    todo,
    card,
    headCard,
    closeAccounts,
    closing,
    askToClose,
    drop,
    undo,
    area,
    accessPerson,
    found,
    review,
    one,
    decide,
    keepRest,
    openNow,
    tasks,
    taken,
    checkNow,
    howFar,
  ],
  commands: [...mfaCommands, ...leaverCommands, ...accessCommands],
  home,
  jobs: [checkMfa, checkLeavers, checkAccess, readClosing, close, tellPeople],
  effects: [closeAccount],
};
