import { command } from '../feature.ts';
import { t } from '../language/words.ts';
import { doubtful } from './doubtful.ts';
import { show } from './show.ts';

/** What people say about the directories. */
export const commands = [
  command({
    id: 'directories.show',
    title: 'directories',
    hint: t`When Microsoft and Google were last read, what is wrong, and what their accounts are for.`,
    who: 'directories',
    phrases: [
      '(show/list) (me) (the/our) directories/directory/accounts',
      'how is/are the directories/directory',
      'when was/were the directory/directories (last) read',
      'read the directory/directories (again/now)',
      'sync (the) (directories/directory/accounts) (now)',
    ],
    run: (_, context) => show.run({}, context),
  }),
  command({
    id: 'directories.doubtful',
    title: 'doubtful accounts',
    hint: t`Accounts of which I can't tell whose they are.`,
    who: 'directories',
    phrases: [
      '(show/list) (me) (the) doubtful/unclear accounts/account',
      'whose accounts are unclear/doubtful',
      'which accounts are unclear/doubtful',
      'doubts',
    ],
    run: (_, context) => doubtful.run({ page: 1 }, context),
  }),
];
