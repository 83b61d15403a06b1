import { type Command, command } from '../../feature.ts';
import { t } from '../../language/words.ts';
import { area } from './area.ts';
import { found } from './found.ts';
import { person } from './person.ts';
import { openNow } from './review.ts';
import { tasks } from './tasks.ts';

/** What people say about who gets in where. */
export const commands: Command[] = [
  command({
    id: 'checks.accessArea',
    title: 'who can get into an area?',
    hint: t`Write its name: "who can get into the SEND area".`,
    who: 'person',
    intent: 'access.area',
    phrases: [
      'who can/may get/log/see/open/access/read/reach (into/in/at) (the) {area}',
      'who has/have access to (the) {area}',
      'who is in (the) {area} area',
      '(the) access to (the) {area}',
      'who can get in where',
      '(the/our) areas',
    ],
    run: ({ area: name }, context) => area.run({ ...(name !== undefined && { name }), page: 1 }, context),
  }),
  command({
    id: 'checks.accessPerson',
    title: 'what can somebody open?',
    hint: t`Write a name: "what does Sarah Patel have access to". Or ask what you have.`,
    who: 'person',
    intent: 'access.person',
    phrases: [
      'what (do/does/has/have) {person} (have/has/got) access to',
      'what can {person} get into',
      'what can {person} open/see/access',
      'what can somebody/someone open',
      '{person} access',
      'what (do) i have access to',
      'what can i get into',
      'my access',
    ],
    run: ({ person: name }, context) => person.run(name === undefined ? {} : { name }, context),
  }),
  command({
    id: 'checks.accessReview',
    title: 'who may stay in my area?',
    hint: t`For whoever answers for an area: keep or remove each who can get in.`,
    who: 'person',
    phrases: ['who may stay (in my area)', '(the/my) access review', 'review (the/my) access', 'review my area/areas'],
    run: (_, context) => openNow.run({}, context),
  }),
  command({
    id: 'checks.accessFound',
    title: 'differences in access',
    hint: t`What was granted against what the directories say.`,
    who: 'checks',
    phrases: [
      '(the) differences in/of access',
      '(the) access differences/check/findings',
      'who has access that nobody granted',
      'check (the) access',
    ],
    run: (_, context) => found.run({ page: 1 }, context),
  }),
  command({
    id: 'checks.accessTasks',
    title: 'who is to be taken out?',
    hint: t`What areas' owners have decided and ICT has to do.`,
    who: 'checks',
    followsUp: true,
    phrases: ['who is to be taken out', '(the) access tasks', 'what access is to be removed'],
    run: (_, context) => tasks.run({ page: 1 }, context),
  }),
];
