import { readFileSync } from 'node:fs';
import { IANAZone } from 'luxon';
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import * as z from 'zod';
import { AccessRules, Areas } from './checks/access/rules.ts';
import { CLOSING_STEPS } from './directories/port.ts';
import { DirectoryRules } from './directories/rules.ts';
import { ConfigError } from './errors.ts';
import { LoanRules } from './loans/rules.ts';
import { Audience, Day, Days, Slug, TimeOfDay } from './parts.ts';
import { checkRequests, RequestRules } from './requests/rules.ts';

export { Audience } from './parts.ts';

/** How far a role sees: oneself, one's team, figures without names, one's school, every school. */
export const SEES = ['own', 'team', 'counts', 'school', 'trust'] as const;
export type Sees = (typeof SEES)[number];

/** What a role may do beyond looking. */
export const RIGHTS = [
  'remind',
  'export',
  'publish',
  'campaign',
  'hear-refusals',
  'directories',
  'checks',
  'leavers',
  'requests',
  'ask-for-others',
  'lend',
] as const;
export type Right = (typeof RIGHTS)[number];

/** The ways in which people are written to first: a private chat in Teams, one in Google Chat, e-mail. */
const CHANNELS = ['teams', 'chat', 'mail'] as const;
export type Channel = (typeof CHANNELS)[number];

const atLeastOne = (days: number) => days > 0;
const AT_LEAST_ONE = 'write at least 1d';
const Span = z
  .strictObject({ from: Day, to: Day })
  .refine(({ from, to }) => from <= to, 'ends before it begins: swap from and to');

const Header = z.string().min(1).optional();
/** What each column of the people list is called in the school's own export. */
const Columns = z.strictObject({
  name: Header,
  email: Header,
  object_id: Header,
  employee_id: Header,
  department: Header,
  job_title: Header,
  roles: Header,
  manager: Header,
  school: Header,
  start_date: Header,
  last_working_day: Header,
  leave_date: Header,
});

const Owner = z.string().min(1, 'write the name of a role');

/** What is checked about people's accounts, and who is told. */
const Checks = z.strictObject({
  /** From when on a weekday those who look after it hear of it: before school begins, so that they can act. */
  cards_from: TimeOfDay.default('07:00'),
  /** The role whose holders look after what is found, and hear of it: ICT, the office, the head. */
  owners: z
    .strictObject({
      ict: Owner.default('ict-manager'),
      office: Owner.default('business-manager'),
      head: Owner.default('headteacher'),
    })
    .prefault({}),
  mfa: z
    .strictObject({
      /** Who must have a second factor. */
      who: Audience.prefault({ roles: ['staff'] }),
      every: z.enum(['night', 'week']).default('night'),
      /** The school's own instructions, if it has some. */
      how: z.url({ protocol: /^https$/, error: 'write an address that starts with https://' }).optional(),
      /** When someone without one is reminded, counted from the first card. */
      remind: z
        .strictObject({
          after: z.array(Days).default([]),
          then_every: Days.refine(atLeastOne, AT_LEAST_ONE).optional(),
        })
        .prefault({ after: ['7d'], then_every: '14d' }),
      /** By address. An exemption ends. */
      exempt: z
        .array(
          z.strictObject({ person: z.string().min(1).toLowerCase(), reason: z.string().min(1, 'say why'), until: Day }),
        )
        .default([]),
    })
    .prefault({}),
  leavers: z
    .strictObject({
      /** Passwords that several people know. Left out: nobody has made the list yet. */
      shared_passwords: z.array(z.strictObject({ name: z.string().min(1), known_to: Audience })).optional(),
      /** The school's accounts on social media, and who may post there. */
      social_media: z.array(z.strictObject({ name: z.string().min(1), posts: Audience })).optional(),
    })
    .prefault({}),
  /** The steps of closing accounts that are switched on. Each is taken only when two people said so. */
  closing: z.array(z.enum(CLOSING_STEPS)).default([]),
  access: AccessRules.prefault({}),
});

const Role = z.strictObject({ sees: z.enum(SEES).default('own'), may: z.array(z.enum(RIGHTS)).default([]) });

const File = z.strictObject({
  school: z.strictObject({
    name: z.string().min(1, 'write the name of the school'),
    timezone: z
      .string()
      .refine((zone) => IANAZone.isValidZone(zone), 'write a time zone as Europe/London')
      .default('Europe/London'),
  }),
  schools: z.array(z.strictObject({ id: Slug, name: z.string().min(1) })).default([]),
  tenant: z.string().optional(),
  hours: z
    .strictObject({ from: TimeOfDay, to: TimeOfDay })
    .refine(({ from, to }) => from < to, 'ends before it begins: swap from and to')
    .default({ from: '07:30', to: '18:00' }),
  terms: z
    .array(
      z
        .strictObject({ name: z.string(), from: Day, to: Day, half_term: Span.optional() })
        .refine(({ from, to }) => from <= to, 'ends before it begins: swap from and to'),
    )
    .default([]),
  holidays: z.array(Day).default([]),
  reminders: z
    .strictObject({
      before: z.array(Days).default([]),
      after: z.array(Days).default([]),
      then_every: Days.refine(atLeastOne, AT_LEAST_ONE).optional(),
    })
    .prefault({ before: ['7d', '1d'], after: ['1d', '3d'], then_every: '7d' }),
  joiners: z.strictObject({ due_after: Days }).prefault({ due_after: '14d' }),
  /** How people are written to who were active nowhere yet, the first way first; one that is left out is never used. */
  channels: z
    .strictObject({
      order: z
        .array(z.enum(CHANNELS))
        .min(1, 'name at least one of teams, chat, mail')
        .refine((order) => new Set(order).size === order.length, 'names one twice: take one of them out')
        .default([...CHANNELS]),
      /** What the school's mail server takes from one sender in a minute; Exchange Online takes 30. */
      mails_a_minute: z.int('write a whole number, as 30').min(1, 'write at least 1').default(30),
    })
    .prefault({}),
  roles: z.record(z.string(), Role).default({}),
  audiences: z.record(Slug, Audience).default({}),
  people: z.strictObject({ columns: Columns.prefault({}) }).prefault({}),
  directories: DirectoryRules.prefault({}),
  checks: Checks.prefault({}),
  /** Who is sent the ledger's head, and how often. */
  evidence: z
    .strictObject({ head_to: Audience.optional(), every: z.enum(['day', 'week']).default('day') })
    .prefault({}),
  areas: Areas.prefault([]),
  requests: RequestRules.prefault({}),
  loans: LoanRules.prefault({}),
});

/** school.yaml, the one file in which a school says how it works. */
export const School = File.superRefine(({ schools, directories, requests, roles }, context) => {
  for (const [pattern, id] of Object.entries(directories.schools))
    if (!schools.some((school) => school.id === id))
      context.addIssue({
        code: 'custom',
        path: ['directories', 'schools', pattern],
        message: `there is no school "${id}" in schools`,
      });
  checkRequests(requests, Object.keys(roles), context);
});
export type School = z.output<typeof School>;

/**
 * Reads the text of a school.yaml.
 * @throws ConfigError naming file, line and what to write, one line for each problem.
 */
export function parseSchool(yaml: string, file = 'school.yaml'): School {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length) {
    throw new ConfigError(document.errors.map((e) => `${at(e.pos[0])}: ${e.message.split('\n')[0]}`).join('\n'));
  }
  const parsed = School.safeParse(document.toJS() ?? {}, { reportInput: false });
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues
      .flatMap((issue) =>
        pathsOf(issue).map((path) => `${at(offsetOf(document.contents, path))}: ${path.join('.')}: ${say(issue)}`),
      )
      .join('\n'),
  );
}

/**
 * Reads a school.yaml from disk.
 * @throws ConfigError when it is missing, unreadable or wrong.
 */
export function readSchool(path: string): School {
  let yaml: string;
  try {
    yaml = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError(
      `${path}: can't be read. Copy infra/sandbox/school/school.yaml there and put in your school.`,
    );
  }
  return parseSchool(yaml, path);
}

/** Where the closest existing part of a path stands in the text. */
function offsetOf(contents: Node | null, path: PropertyKey[]): number {
  let node: unknown = contents;
  let offset = 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else {
      node = (node as { items?: unknown[] } | null)?.items?.[key as number];
      offset = (node as Node | null)?.range?.[0] ?? offset;
    }
  }
  return offset;
}

/** Each unknown key has a line of its own. */
const pathsOf = (issue: z.core.$ZodIssue): PropertyKey[][] =>
  issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];

function say(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return "isn't a setting here: check the spelling or take it out";
    case 'invalid_type':
      return issue.message.includes('undefined')
        ? 'is missing: write it here'
        : issue.message.replace('Invalid input: ', '');
    case 'invalid_value':
      return `write one of ${issue.values.join(', ')}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    default:
      return issue.message;
  }
}

/** The id that a school has which isn't one of many: school.yaml lists no schools. */
const ONLY_SCHOOL = 'school';

/** A school's id, from its id or name; without a list of schools there is one, whatever it is called. */
export function schoolNamed(
  written: string | null | undefined,
  { schools }: Pick<School, 'schools'>,
): string | undefined {
  if (!schools.length) return ONLY_SCHOOL;
  const wanted = written?.toLowerCase();
  return schools.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted)?.id;
}
