import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';

const Scenario = z.strictObject({
  blocked: z.array(z.string()),
  not_installed: z.array(z.string()),
  ideas: z.array(z.strictObject({ person: z.string(), title: z.string(), words: z.string() })),
  seed: z.strictObject({
    closed: z.array(z.string()),
    opened_again: z.string(),
    worked_last: z.string(),
    business_manager: z.string(),
    unsigned_last_year: z.array(z.string()),
    unsigned: z.array(z.string()),
    loans: z.array(
      z.strictObject({
        person: z.string(),
        what: z.string(),
        count: z.int(),
        ago: z.int(),
        days: z.int(),
        why: z.string(),
      }),
    ),
    office: z.strictObject({ person: z.string(), lender: z.string() }),
    deciders: z.array(z.string()),
    refused: z.strictObject({ person: z.string(), reason: z.string() }),
  }),
});

/** What happens in the sandbox beyond its people list. People are named by address. */
export type Scenario = z.output<typeof Scenario>;

/** Reads school/scenario.yaml. */
export const readScenario = (): Scenario =>
  Scenario.parse(parse(readFileSync(new URL('school/scenario.yaml', import.meta.url), 'utf8')));
