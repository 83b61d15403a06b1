import * as z from 'zod';
import { Refusal } from '../errors.ts';
import { t } from '../language/words.ts';
import { addDays, sayDay } from '../time.ts';
import { oneLine, someLines } from '../typed.ts';
import type { Input } from '../view/view.ts';
import type { Field, Kind } from './kind.ts';

/** The longest answers that are taken. */
const MOST = { line: 200, paragraph: 1_000 };

/** Before the id of a field, where it stands in a card beside the action's own. */
const PREFIX = 'answer_';

const inputId = (field: string): string => `${PREFIX}${field}`;

/** What a card sent for the fields of a kind: every value is text, a tick is "true" or "false". */
export const typedOf = (sent: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sent).flatMap(([id, value]) =>
      id.startsWith(PREFIX) && value !== undefined && value !== null ? [[id.slice(PREFIX.length), String(value)]] : [],
    ),
  );

/** What a card may send for the fields of any kind. */
export const Typed = z.union([
  z.string().max(5_000, 'Please say it in fewer words.'),
  z.boolean(),
  z.number(),
  z.null(),
]);

/**
 * Checks what was typed against the fields of a kind.
 * @returns the answers by field, empty ones left out.
 * @throws Refusal saying what to mend first.
 */
export function answersTo(
  { fields, holds }: Kind,
  typed: Record<string, string>,
  today: string,
): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const field of fields) {
    if (field.when && answers[field.when.field] !== field.when.is) continue;
    const value = read(field, typed[field.id] ?? '');
    if (value !== null) answers[field.id] = value;
    else if (field.required) throw new Refusal(t`Please fill in “${field.label}” and send it again.`);
  }
  for (const { id, label, not_before } of fields) {
    const day = answers[id];
    const [first, words] =
      not_before === 'today' || not_before === undefined
        ? [today, t`today`]
        : [answers[not_before], fields.find((field) => field.id === not_before)?.label];
    if (not_before && day && first && day < first)
      throw new Refusal(
        not_before === 'today'
          ? t`“${label}” is over already: ${sayDay(day)}. Please choose a day to come.`
          : t`“${label}” is before “${words ?? ''}”. Please choose ${sayDay(first)} or a later day.`,
      );
  }
  const until = holds.until && answers[holds.until];
  const last = holds.most && addDays((holds.from && answers[holds.from]) || today, holds.most);
  if (until && last && until > last)
    throw new Refusal(t`This can be granted until ${sayDay(last)} at the latest. Please choose an earlier last day.`);
  return answers;
}

function read(field: Field, typed: string): string | null {
  const { label, input, choices } = field;
  switch (input) {
    case 'line':
    case 'paragraph': {
      const words = input === 'line' ? oneLine(typed) : someLines(typed);
      if (words.length > MOST[input])
        throw new Refusal(t`“${label}” is too long: please use at most ${MOST[input]} characters.`);
      return words || null;
    }
    case 'choice':
      if (typed && !choices?.includes(typed)) throw new Refusal(t`Please choose one of the answers to “${label}”.`);
      return typed || null;
    case 'toggle':
      if (typed !== 'true' && field.required)
        throw new Refusal(t`Please confirm “${label}”: without that it can't be asked for.`);
      return typed === 'true' ? 'true' : 'false';
    case 'date':
      if (typed && !z.iso.date().safeParse(typed).success)
        throw new Refusal(t`“${label}” is no day. Please choose one.`);
      return typed || null;
    default:
      return input satisfies never;
  }
}

/** The fields of a kind as inputs of a card, with what is known filled in. */
export const inputsOf = ({ fields }: Kind, filled: Record<string, string>): Input[] =>
  fields.map((field) => ({
    kind: 'input',
    id: inputId(field.id),
    label: field.label,
    input: field.input,
    ...(filled[field.id] !== undefined && { value: filled[field.id] as string }),
    // What is only needed with some answers is checked when it is sent.
    ...(field.required && !field.when && { required: true }),
    ...((field.input === 'line' || field.input === 'paragraph') && { maxLength: MOST[field.input] }),
    ...(field.choices && { choices: field.choices.map((choice) => ({ label: choice, value: choice })) }),
  }));

/** Answers as people read them, label -> value. */
export const sayAnswers = ({ fields }: Kind, answers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    fields.flatMap(({ id, label, input }) => {
      const value = answers[id];
      if (value === undefined) return [];
      const said = input === 'date' ? sayDay(value) : input === 'toggle' ? (value === 'true' ? t`Yes` : t`No`) : value;
      return [[label.replace(/\s*\([^)]*\)$|[?:]$/g, ''), said]];
    }),
  );
