import type { Feature } from '../feature.ts';
import { annotateDevices } from './annotate.ts';
import { commands } from './commands.ts';
import { disposal } from './dispose.ts';
import { loan } from './effect.ts';
import { askLonger, extend, extension } from './extend.ts';
import { find } from './find.ts';
import { giveUp } from './give-up.ts';
import { handOver, prepare } from './hand-over.ts';
import { home } from './home.ts';
import { answer, askToPay, incident, settle } from './incident.ts';
import { inspect, writeDown } from './inspect.ts';
import { list } from './list.ts';
import { bringing, mine } from './mine.ts';
import { office, signedIn, signOut, taken } from './office.ts';
import { forgetPhotos } from './photos/forget.ts';
import { photos } from './photos/look.ts';
import { photoOf, removePhotos, takePictures } from './photos/take.ts';
import { problem, report } from './problem.ts';
import { copy, read } from './read.ts';
import { remind } from './remind.ts';
import { show } from './show.ts';
import { sign } from './sign.ts';
import { counted, stockTake } from './stock-take.ts';
import { returned, takeBack } from './take-back.ts';

/** Who has what: kept while others decide, signed for when it is handed over, reminded of, and signed back in. */
export const loans = {
  actions: [
    show,
    mine,
    list,
    find,
    handOver,
    prepare,
    sign,
    read,
    copy,
    takeBack,
    returned,
    inspect,
    writeDown,
    incident,
    settle,
    askToPay,
    answer,
    extend,
    askLonger,
    bringing,
    giveUp,
    problem,
    report,
    office,
    signOut,
    taken,
    signedIn,
    stockTake,
    counted,
    photos,
    photoOf,
    removePhotos,
  ],
  commands,
  home,
  jobs: [remind, annotateDevices, forgetPhotos],
  takePictures,
  effects: [loan, extension, disposal],
} satisfies Feature;

export { outWith } from './out-with.ts';
export { photoBehind, photosBehind } from './photos/look.ts';
