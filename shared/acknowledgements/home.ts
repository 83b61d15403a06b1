import type { Home } from '../feature.ts';
import { count, t } from '../language/words.ts';
import { buttons, rows, text } from '../view/build.ts';
import { library } from './library.ts';
import { mine, toSign } from './mine.ts';

/** Agreements that stand on the first page by themselves; of more, how many there are. */
const FEW = 6;

/** What waits for the person's signature, each one press from its card. */
export const home: Home = {
  async mine(context) {
    const open = await toSign(context);
    const more = open.length - FEW;
    return [
      open.length
        ? text(t`${count(open.length, t`agreement waits`, t`agreements wait`)} for your signature`, 'heading')
        : text(t`You have nothing to sign. Thank you.`, 'good'),
      ...(open.length ? [rows(open.slice(0, FEW))] : []),
      ...(more > 0 ? [text(t`And ${more} more.`, 'quiet')] : []),
      buttons(more > 0 && mine.button(t`All of them`, {}), library.button(t`My agreements`, { page: 1 })),
    ];
  },
};
