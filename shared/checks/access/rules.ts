import * as z from 'zod';
import { Audience, Days, Slug } from '../../parts.ts';

/** What follows the last "/" of a shared drive's address, or all of that address. */
const DriveId = z
  .string()
  .transform((text) => text.trim().replace(/^https:\/\/drive\.google\.com\/.*\/folders\/([\w-]+).*$/, '$1'))
  .pipe(z.string().regex(/^[\w-]{10,80}$/, 'write its address: https://drive.google.com/drive/folders/…'));

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
      groups: z.array(z.string().min(1)).default([]),
      /** Google's shared drives that are part of it. A team's files at Microsoft are its group's: name the group. */
      drives: z
        .array(z.strictObject({ id: DriveId, title: z.string().min(1, 'write what people call the drive') }))
        .default([]),
      /** Whose work it is to be in it: nobody has to ask for that. */
      for: Audience.optional(),
    }),
  )
  .superRefine((areas, context) => {
    for (const [i, { id, groups, drives }] of areas.entries()) {
      if (areas.findIndex((other) => other.id === id) < i)
        context.addIssue({ code: 'custom', path: [i, 'id'], message: `there are two areas "${id}"` });
      if (!groups.length && !drives.length)
        context.addIssue({ code: 'custom', path: [i], message: 'name at least one group or drive that opens it' });
    }
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
