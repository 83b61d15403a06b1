import { command } from '../feature.ts';
import { t } from '../language/words.ts';
import { answerView } from './ask.ts';

const TITLE = 'ask our policy';

/** What people say when they want to know what they may do. */
export const commands = [
  command({
    id: 'policy-search.ask',
    title: TITLE,
    hint: t`Can I … ? What happens if … ? Who do I tell when … ? Answers in your school's own words.`,
    who: 'person',
    intent: 'policy.ask',
    inMenu: true,
    phrases: [TITLE, 'what our policy says', 'what does our/the policy say', 'am i allowed to', 'is it allowed to'],
    // Who presses the command itself hasn't asked anything yet.
    run: (_, context, said) => answerView(said.trim().toLowerCase() === TITLE ? '' : said, context),
  }),
];
