import * as z from 'zod';

const Patterns = z.array(z.string().min(1)).default([]);

/**
 * The part of school.yaml that says how to read the directories. A pattern is an address, an object id or a place, in
 * which * stands for anything: "svc-*@larkenmere.example", "/Staff/**".
 */
export const DirectoryRules = z.strictObject({
  /** Accounts of staff: whoever has one and isn't on the list becomes a person. Left out: nobody does. */
  staff: Patterns,
  pupils: Patterns,
  /** Accounts for an emergency: never closed, never asked to sign, listed apart. */
  break_glass: Patterns,
  service: Patterns,
  shared: Patterns,
  rooms: Patterns,
  /** Whose members have which role: the address or name of a group -> the role. */
  roles: z.record(z.string(), z.string().min(1)).default({}),
  /** Which accounts belong to which school of a trust: pattern -> the school's id. */
  schools: z.record(z.string(), z.string()).default({}),
  /** A reading in which more than this percentage of the people vanished changes nothing. */
  vanish_at_most: z.number().min(0).max(100).default(10),
});
export type DirectoryRules = z.output<typeof DirectoryRules>;
