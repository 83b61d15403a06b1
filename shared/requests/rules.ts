import * as z from 'zod';
import { Days, Slug } from '../parts.ts';
import { Kind } from './kind.ts';
import { shippedKinds } from './shipped.ts';

const Name = z.string().min(1);

/** By which names kinds call those who decide, and the roles behind each. A school's own names are added to these. */
const ROLES = {
  head: ['headteacher'],
  senior: ['senior-leader'],
  slt: ['headteacher', 'senior-leader'],
  ict: ['ict-manager'],
  office: ['business-manager'],
};

/** The part of school.yaml that says what people may ask for, and who decides. */
export const RequestRules = z.strictObject({
  /** What kinds call those who decide -> the roles that are meant. */
  roles: z
    .record(Slug, z.array(Name).min(1, 'name at least one role'))
    .default({})
    .transform((own) => ({ ...ROLES, ...own }) as Record<string, string[]>),
  /** Who decides instead when somebody is away, or after so many school days. */
  deputies: z
    .record(z.string(), z.strictObject({ who: Name, after: Days.prefault('1d') }))
    .prefault({ head: { who: 'senior', after: '1d' } }),
  /** Who is told when nobody can decide, or something was not taken away. */
  owners: z.array(Name).min(1, 'name at least one').default(['ict', 'head']),
  /** The school's own kinds, and what differs in the product's: only the lines that do. `false` turns one off. */
  kinds: z
    .record(Slug, z.unknown())
    .default({})
    .transform((own, context) => {
      const kinds: Record<string, Kind> = {};
      const shipped = shippedKinds();
      for (const [id, written] of Object.entries({ ...shipped, ...own })) {
        if (written === false) continue;
        const base = shipped[id];
        const parsed = Kind.safeParse(base && written !== base && isMap(written) ? { ...base, ...written } : written);
        if (parsed.success) kinds[id] = parsed.data;
        else
          for (const issue of parsed.error.issues)
            context.issues.push({ ...issue, path: [id, ...issue.path], input: written } as z.core.$ZodRawIssue);
      }
      return kinds;
    }),
});
export type RequestRules = z.output<typeof RequestRules>;

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What no role is called: the line manager of whoever it is for, and whoever holds what was granted. */
export const OWN_MANAGER = 'own-manager';
export const HOLDER = 'holder';

/** Whether a decider is one person, named by the address. */
export const isAddress = (decider: string): boolean => decider.includes('@');

/** Holds the section against the rest of the file: deciders that nobody could be, deputies that lead round in a circle. */
export function checkRequests(
  { roles, deputies, owners, kinds }: RequestRules,
  known: string[],
  context: z.RefinementCtx,
): void {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path: ['requests', ...path], message });
  const check = (decider: string, path: (string | number)[], more: string[] = []) => {
    if (isAddress(decider) || decider === OWN_MANAGER || more.includes(decider)) return;
    if (!Object.hasOwn(roles, decider) && !known.includes(decider))
      complain(path, `"${decider}" is nobody: write a name from requests.roles, a role, ${OWN_MANAGER} or an address`);
  };
  for (const [i, owner] of owners.entries()) check(owner, ['owners', i]);
  for (const [decider, { who }] of Object.entries(deputies)) {
    check(decider, ['deputies', decider]);
    check(who, ['deputies', decider, 'who']);
    const loop = loopFrom(decider, deputies);
    if (loop) complain(['deputies', decider], `deputies lead round in a circle: ${loop.join(', then ')}`);
  }
  for (const [id, { decide, ends }] of Object.entries(kinds)) {
    for (const [s, { ask }] of decide.entries())
      for (const [i, decider] of ask.entries()) check(decider, ['kinds', id, 'decide', s, 'ask', i]);
    if (ends) check(ends.by, ['kinds', id, 'ends', 'by'], [HOLDER]);
  }
}

/** The way from a decider through its deputies back to itself; null when there is none. */
function loopFrom(decider: string, deputies: RequestRules['deputies']): string[] | null {
  const way = [decider];
  for (let next = deputies[decider]?.who; next !== undefined; next = deputies[next]?.who) {
    if (next === decider) return [...way, next];
    if (way.includes(next)) return null;
    way.push(next);
  }
  return null;
}
