import * as z from 'zod';
import { action } from '../feature.ts';
import { keepTopic } from '../language/index.ts';
import { whichPerson } from '../people/index.ts';
import type { View } from '../view/view.ts';
import { nobody, peopleNamed, personSeen, personView } from './person.ts';

/** "Has Sarah Patel signed?" By name as typed, or by id once it is clear who is meant. */
export const hasSigned = action({
  id: 'progress.hasSigned',
  who: 'person',
  input: z.strictObject({
    name: z.string().max(200).optional(),
    person: z.string().max(100).optional(),
    /** An agreement's id. */
    agreement: z.string().max(100).optional(),
  }),
  async run({ name, person, agreement }, context): Promise<View> {
    const about = agreement === undefined ? {} : { agreement };
    const known = person === undefined ? await peopleNamed(name ?? '', context) : [await personSeen(person, context)];
    const [only, ...others] = known;
    if (!only) return nobody();
    if (!others.length) {
      await keepTopic(context, hasSigned.call({ person: only.id, ...about }));
      return personView(only, agreement, context);
    }
    return whichPerson(
      known.filter((one) => one !== undefined),
      (label, id) => hasSigned.button(label, { person: id, ...about }),
    );
  },
});
