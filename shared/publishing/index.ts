import { command, type Feature } from '../feature.ts';
import { t } from '../language/words.ts';
import { draft, readDraft, remarks } from './draft.ts';
import { drafts } from './drafts.ts';
import { publish } from './publish.ts';

/** From a text that was read in to an edition that people are asked to sign: seen as a card before anything is sent. */
export const publishing: Feature = {
  actions: [drafts, draft, readDraft, remarks, publish],
  commands: [
    command({
      id: 'publishing.drafts',
      title: 'drafts',
      hint: t`Texts that were read in: preview, see what changed, publish.`,
      who: 'publish',
      phrases: [
        '(show/list) (me) (the/all/my) drafts',
        'what waits to be published',
        'publish (a/the) (new) (edition/draft)',
        'preview (a/the) draft',
      ],
      run: (_, context) => drafts.run({}, context),
    }),
  ],
  jobs: [],
};
