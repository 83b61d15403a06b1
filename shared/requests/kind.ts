import * as z from 'zod';
import { Audience, Days, Slug } from '../parts.ts';
import { EFFECTS } from './effect.ts';

/** What a message may have said already, by which a field is filled in. */
const Fill = z.enum(['device', 'area', 'person', 'from', 'to']);

const Field = z
  .strictObject({
    id: Slug,
    label: z.string().min(1, 'write what it asks for').max(120),
    input: z.enum(['line', 'paragraph', 'choice', 'toggle', 'date']).default('line'),
    /** Of a toggle: it must be ticked. */
    required: z.boolean().default(false),
    choices: z.array(z.string().min(1)).min(2, 'give at least two to choose from').optional(),
    /** Only asked for, and needed, when another field has this value. */
    when: z.strictObject({ field: Slug, is: z.string() }).optional(),
    /** Of a date: not before today, or not before the day in another field. */
    not_before: z.union([z.literal('today'), Slug]).optional(),
    fill: Fill.optional(),
  })
  .refine(({ input, choices }) => (input === 'choice') === (choices !== undefined), {
    path: ['choices'],
    message: 'a choice lists its choices, and nothing else has any',
  });
export type Field = z.output<typeof Field>;

/** Who decides: a name from requests.roles, a role, own-manager, or an address. */
const Decider = z.string().min(1);

const Stage = z
  .strictObject({
    /** All are asked at the same time. Each stands for one decision, each decision is another person's. */
    ask: z.array(Decider).min(1, 'name at least one who decides'),
    /** How many of them must agree. */
    need: z.union([z.literal('all'), z.int().min(1)]).default('all'),
  })
  .refine(({ ask, need }) => need === 'all' || need <= ask.length, {
    path: ['need'],
    message: 'asks for more decisions than there are deciders',
  });
export type Stage = z.output<typeof Stage>;

/** One kind of request, as school.yaml and the product's own kinds write it. */
export const Kind = z
  .strictObject({
    title: z.string().min(1, 'write what people ask for').max(60),
    /** One line for the list of what can be asked for. */
    hint: z.string().max(160).default(''),
    /** Other ways to say it. */
    words: z.array(z.string().min(1)).default([]),
    /** Who may ask. */
    who: Audience.prefault({}),
    /** Whether those whose role may ask for others can do so here. */
    for_others: z.boolean().default(true),
    /** Whether people fill it in; else another part of the product writes it. */
    form: z.boolean().default(true),
    fields: z.array(Field).default([]),
    /** What the holder confirms with the request, word for word. */
    statements: z.array(z.string().min(1)).default([]),
    /** Agreements, by their ids. `first`: signed before it can be asked for; `asked` is whatever the person was asked to sign. `with`: signed with it. `later`: signed at a hand-over. */
    sign: z
      .strictObject({
        first: z.union([z.literal('asked'), z.array(Slug)]).default([]),
        with: z.array(Slug).default([]),
        later: z.array(Slug).default([]),
      })
      .prefault({}),
    /** One stage after the other. */
    decide: z.array(Stage).min(1, 'say who decides'),
    /** From and until when: by two of the fields, or for a number of days; at most so long. Left out: without an end. */
    holds: z
      .strictObject({
        from: Slug.optional(),
        until: Slug.optional(),
        for: Days.optional(),
        most: Days.optional(),
      })
      .prefault({}),
    /** What somebody must do when it is over. Left out: nothing has to be taken away. */
    ends: z
      .strictObject({
        /** A decider, or `holder`. */
        by: z.string().min(1),
        task: z.string().min(1),
        /** What they must type with it: "Certificate number". */
        note: z.string().min(1).optional(),
        /** How long beforehand they and the holder are told, in days. */
        tell_before: Days.prefault('1d'),
        /** How often they are asked again until they confirm, in school days. */
        ask_every: Days.prefault('2d'),
      })
      .optional(),
    /** Whoever decides hears of it at any hour, in the holidays too: it can't wait for a school day. */
    at_once: z.boolean().default(false),
    /** What it means in another part of the product. */
    effect: z.enum(EFFECTS).optional(),
  })
  .superRefine(({ fields, holds }, context) => {
    const known = (id: string) => fields.some((field) => field.id === id);
    const isDate = (id: string) => fields.some((field) => field.id === id && field.input === 'date');
    const complain = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    for (const [i, { id, when, not_before }] of fields.entries()) {
      if (fields.findIndex((other) => other.id === id) < i)
        complain(['fields', i, 'id'], `there are two fields "${id}": give each a name of its own`);
      if (when && !known(when.field)) complain(['fields', i, 'when'], `there is no field "${when.field}"`);
      if (not_before && not_before !== 'today' && !isDate(not_before))
        complain(['fields', i, 'not_before'], `write today, or the id of a date field`);
    }
    for (const end of ['from', 'until'] as const) {
      const id = holds[end];
      if (id !== undefined && !isDate(id)) complain(['holds', end], `there is no date field "${id}"`);
    }
    if (holds.until !== undefined && holds.for !== undefined)
      complain(['holds', 'for'], 'an end comes from a field or from a number of days: take one out');
  });
export type Kind = z.output<typeof Kind>;
