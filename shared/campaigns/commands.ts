import { Refusal } from '../errors.ts';
import { command } from '../feature.ts';
import { findAgreement, vocabularyOf } from '../language/index.ts';
import { listed, t } from '../language/words.ts';
import { compose } from './compose.ts';
import { list } from './list.ts';
import { audienceMeant } from './preview.ts';

/** What people say about campaigns. */
export const commands = [
  command({
    id: 'campaigns.list',
    title: 'campaigns',
    hint: t`What is being asked of whom; pause, resume or cancel it.`,
    who: 'campaign',
    phrases: [
      '(show/list) (me) (the/all/our) campaigns',
      'what/which campaigns are running/there',
      'what is running',
      'pause/stop/resume/cancel (a/the) campaign',
    ],
    run: (_, context) => list.run({ page: 1 }, context),
  }),
  command({
    id: 'campaigns.compose',
    title: 'start a campaign',
    hint: t`Choose an agreement, who signs it and by when; you see it before anything is sent.`,
    who: 'campaign',
    changes: true,
    intent: 'agreements.publish',
    inMenu: true,
    phrases: [
      'start/begin/create/make (a/the) (new) campaign (for {group})',
      'start/begin/create/make (a/the) (new) campaign (for {agreement}) (for/to {group})',
      'new campaign (for {group})',
      'send {agreement} to {group}',
      'send (out) {agreement}',
      'ask {group} to sign {agreement}',
      'ask {group} to sign',
    ],
    async run({ agreement, group, person, to }, context) {
      const about = agreement === undefined ? null : findAgreement(await vocabularyOf(context), agreement);
      if (about?.kind === 'several')
        throw new Refusal(t`Which agreement do you mean: ${listed(about.among.map(({ name }) => name))}?`);
      // Whoever is named is asked for as a group: that is refused where the school has none, and never becomes everybody.
      const named = group ?? person;
      const audience = named === undefined ? null : await audienceMeant(named, context);
      return compose.run(
        {
          ...(about?.kind === 'one' && { agreement: about.found.value }),
          ...(audience && { group: JSON.stringify(audience) }),
          ...(to !== undefined && { dueOn: to }),
        },
        context,
      );
    },
  }),
];
