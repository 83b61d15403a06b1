import * as z from 'zod';
import { Audience, Days, Slug } from '../../parts.ts';

/** What must be kept to a few: the part of school.yaml that says where it is, and who answers for it. */
export const Areas = z
  .array(
    z.strictObject({
      id: Slug,
      title: z.string().min(1, 'write what people call it'),
      /** Other ways to say it. */
      words: z.array(z.string().min(1)).default([]),
      /** A role, or somebody's address: they say who may stay in it. */
      owner: z.string().min(1, 'write a role or an address'),
      /** Of a trust's area: whose it is. */
      school: Slug.optional(),
      /** Groups of either directory that open it: by address, name or id. */
      groups: z.array(z.string().min(1)).min(1, 'name at least one group that opens it'),
      /** Whose work it is to be in it: nobody has to ask for that. */
      for: Audience.optional(),
    }),
  )
  .superRefine((areas, context) => {
    for (const [i, { id }] of areas.entries())
      if (areas.findIndex((other) => other.id === id) < i)
        context.addIssue({ code: 'custom', path: [i, 'id'], message: `there are two areas "${id}"` });
  });
export type Area = z.output<typeof Areas>[number];

/** How often an area's owner is asked who may stay in it. */
export const AccessRules = z.strictObject({
  review: z.enum(['term', 'year', 'never']).default('term'),
  /** How long after the first day of the term, and how long there is then. */
  opens_after: Days.prefault('14d'),
  due_after: Days.prefault('14d'),
  remind: z
    .strictObject({ after: z.array(Days).default([]), then_every: Days.optional() })
    .prefault({ after: ['7d', '14d'], then_every: '7d' }),
});
