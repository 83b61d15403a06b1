import { type Command, command } from '../feature.ts';
import { buttons, list, text, view } from '../view/build.ts';
import type { Button, Node, View } from '../view/view.ts';
import { t } from './words.ts';

/** Buttons of a card beyond this many are no longer a choice at a glance. */
const MOST_BUTTONS = 6;

/** Asks for help in so many words. */
export const help = (offered: Command[], ask: (command: Command) => Button): Command =>
  command({
    id: 'language.help',
    title: 'help',
    hint: t`Says what you can ask me.`,
    who: 'person',
    intent: 'help',
    phrases: [
      'help (me)',
      'what can/do you do',
      'what can i ask/say/do/type (you)',
      'how does this work',
      'how do i use this/you',
      'instructions',
      'some instructions',
      'menu',
      'commands',
      'who are you',
      'what is this',
    ],
    run: async () => helpView(offered, ask),
  });

const helpView = (offered: Command[], ask: (command: Command) => Button): View =>
  view(t`What you can ask me`, ...offers(offered, ask));

/** For someone who said hello, or opened the chat for the first time. */
export const greetingView = (name: string, offered: Command[], ask: (command: Command) => Button): View =>
  view(
    t`Hello ${name.trim().split(/\s+/)[0] ?? ''}`,
    text(
      t`I look after what people here agree to and sign. Press a button, or write to me as you would to a colleague.`,
    ),
    ...offers(offered, ask),
  );

/** For words that could mean several things. It never repeats them: they may be anything. */
export const unclearView = (near: Button[]): View =>
  view(
    t`I'm not sure what you mean`,
    text(t`Is it one of these? Nothing has been done yet.`),
    buttons(...near.slice(0, MOST_BUTTONS)),
  );

/** For a change that somebody doesn't want, or not for everybody. */
export const deniedView = (): View =>
  view(
    t`I have done nothing`,
    text(
      t`I can't be told to leave something or somebody out. Write what I should do, and for whom, as "remind Science".`,
    ),
  );

/** For a change where a word may be the name of somebody we don't know: it is never made of everybody instead. */
export const unknownView = (): View =>
  view(
    t`Who or what do you mean?`,
    text(t`There is a name in it that I don't know, so I have done nothing. Please check its spelling.`),
  );

/** For what isn't for us. It never repeats it. */
export const elsewhereView = (offered: Command[], ask: (command: Command) => Button): View =>
  view(
    t`I can't help with that`,
    text(t`I know about agreements and signatures, equipment, accounts and access, and what our ICT policy says.`),
    ...offers(offered, ask),
  );

/** For a message that is a letter rather than a question. */
export const tooLongView = (offered: Command[], ask: (command: Command) => Button): View =>
  view(
    t`That is too long for me`,
    text(t`I understand one short sentence at a time. For example:`),
    ...offers(offered, ask),
  );

const offers = (offered: Command[], ask: (command: Command) => Button): Node[] => [
  buttons(...offered.slice(0, MOST_BUTTONS).map(ask)),
  list(offered.map(({ title, hint }) => t`"${title}": ${hint}`)),
];
