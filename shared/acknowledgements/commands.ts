import { command } from '../feature.ts';
import { t } from '../language/words.ts';
import { library } from './library.ts';
import { mine, receipts } from './mine.ts';
import { ownNamed } from './named.ts';
import { read } from './read.ts';
import { show } from './show.ts';

/** What people say about their own agreements. */
export const commands = [
  command({
    id: 'acknowledgements.mine',
    title: 'what must I sign',
    hint: t`Shows the agreements that wait for your signature.`,
    who: 'person',
    intent: ['agreements.mine', 'agreements.sign'],
    inMenu: true,
    phrases: [
      'what must I sign',
      'what do I have to sign',
      'what do I need to sign',
      'my agreements',
      'sign',
      'what is waiting for me',
      'have I signed',
    ],
    async run({ agreement }, context) {
      const named = await ownNamed(agreement, context);
      return named ? show.run({ assignment: named.id }, context) : mine.run({}, context);
    },
  }),
  command({
    id: 'acknowledgements.library',
    title: 'read an agreement',
    hint: t`Every text that concerns you. Name it to open it: "show me the staff agreement".`,
    who: 'person',
    intent: 'agreements.read',
    phrases: ['read an agreement/policy', '(show) (me) (all) (the/my/our) agreements/policies/texts'],
    async run({ agreement }, context) {
      const named = await ownNamed(agreement, context);
      return named
        ? read.run({ assignment: named.id, edition: named.edition, page: 1 }, context)
        : library.run({ page: 1 }, context);
    },
  }),
  command({
    id: 'acknowledgements.receipts',
    title: 'send me my signed copy',
    hint: t`Shows what you have signed, with the full text and the reference.`,
    who: 'person',
    intent: 'agreements.receipt',
    phrases: [
      'send me my signed copy',
      'my receipts',
      'my receipt',
      'what have I signed',
      'show me my signed copy',
      'signed copy',
    ],
    run: (_, context) => receipts.run({ page: 1 }, context),
  }),
];
