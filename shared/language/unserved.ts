import { type Command, command, type Slots } from '../feature.ts';
import { buttons, text, view } from '../view/build.ts';
import type { Button, View } from '../view/view.ts';
import { KINDS } from './intents.ts';
import { intentsOf } from './meaning.ts';
import { t } from './words.ts';

type Say = (label: string, sentence: string, command: Command) => Button;

/**
 * What people ask for that no feature does yet: understood all the same, and answered with who can help and what the school's
 * policy says. A feature that serves the intent takes its place.
 */
export function unserved(commands: Command[], say: Say): Command[] {
  const policy = commands.find((one) => intentsOf(one).includes('policy.ask'));
  const ask = (question: string): Button | false => (policy ? say(t`What our policy says`, question, policy) : false);
  return ABOUT.filter(({ intent }) => !commands.some((one) => intentsOf(one).some((own) => intent.includes(own)))).map(
    ({ id, title, intent, answer }) =>
      command({
        id,
        title,
        hint: '',
        who: 'person',
        intent,
        phrases: [],
        followsUp: true,
        run: async (slots) => answer(slots, ask),
      }),
  );
}

type Ask = (question: string) => Button | false;

const ABOUT: {
  id: string;
  title: string;
  intent: Command['intent'] & string[];
  answer(slots: Slots, ask: Ask): View;
}[] = [
  {
    id: 'language.incident',
    title: t`something has happened`,
    intent: ['incident.report'],
    answer: ({ kind }, ask) =>
      view(
        t`Please tell somebody now`,
        text(
          t`I can't take a report here yet, and nobody has been told. Please ring or see the person your school names for this: the school office knows who it is.`,
          'warning',
        ),
        text(DO_FIRST[kindOf(kind)]),
        buttons(ask(WHOM_TO_TELL[kindOf(kind)])),
      ),
  },
  {
    id: 'language.incidents',
    title: t`list of incidents`,
    intent: ['incident.list'],
    answer: () =>
      view(
        t`I don't keep a list of incidents yet`,
        text(t`Please ask whoever keeps it at your school: the data protection lead or the network manager.`),
      ),
  },
  {
    id: 'language.visitors',
    title: t`who is visiting`,
    intent: ['visitors.today'],
    answer: () =>
      view(t`I don't keep the visitors' book yet`, text(t`The school office can tell you who is signed in.`)),
  },
  {
    id: 'language.training',
    title: t`training`,
    intent: ['training.mine', 'training.missing'],
    answer: (_, ask) =>
      view(
        t`I don't keep training records yet`,
        text(t`Please ask whoever looks after training at your school.`),
        buttons(ask('what training must staff have')),
      ),
  },
  {
    id: 'language.reviews',
    title: t`policy reviews`,
    intent: ['review.due'],
    answer: (_, ask) =>
      view(
        t`I don't watch review dates yet`,
        text(t`The review date usually stands on the first page of a policy.`),
        buttons(ask('when is this policy reviewed')),
      ),
  },
  {
    id: 'language.policy',
    title: t`what our policy says`,
    intent: ['policy.ask'],
    answer: () =>
      view(
        t`I can't look that up yet`,
        text(t`Please read your agreement, or ask the school office. Write "my agreements" to find yours.`),
      ),
  },
];

type Kind = (typeof KINDS)['incident.report'][number];

const kindOf = (kind: string | undefined): Kind => KINDS['incident.report'].find((one) => one === kind) ?? 'other';

/** What does no harm and can't wait, whatever the policy says. */
const DO_FIRST: Record<Kind, string> = {
  phishing: t`Until then: don't click, don't answer, don't delete the message. If you typed your password anywhere, change it.`,
  'lost-device': t`Until then: note when and where you last had it.`,
  'data-breach': t`Until then: note what was sent, to whom and when. A breach may have to be reported within 72 hours.`,
  'unsuitable-content': t`Until then: close the screen, don't copy or forward anything, and note the address and the time.`,
  malware: t`Until then: stop using the device and take it off the network, but leave it switched on.`,
  password: t`Until then: change that password, from another device if you can.`,
  other: t`Until then: note what happened, when, and who saw it.`,
};

/** What one would ask of the policy. */
const WHOM_TO_TELL: Record<Kind, string> = {
  phishing: 'who do I tell about a suspicious email',
  'lost-device': 'who do I tell when a device is lost or stolen',
  'data-breach': 'who do I tell about a data breach',
  'unsuitable-content': 'who do I tell about unsuitable content online',
  malware: 'who do I tell when my device has a virus',
  password: 'who do I tell when somebody knows my password',
  other: 'who do I report an online safety incident to',
};
