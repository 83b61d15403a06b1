import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { action, type Context } from '../feature.ts';
import { listed, t } from '../language/words.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { inputsOf } from './answers.ts';
import type { Kind } from './kind.ts';
import { kindOf, kindsFor } from './kinds.ts';
import { mine } from './mine.ts';
import { namesOf } from './say.ts';
import { send } from './send.ts';
import { sha256, shown } from './shown.ts';
import { mustSignFirst, sayUnsigned, signedLater } from './signing.ts';
import { effectOf } from './start.ts';
import { wordsToSign } from './state.ts';
import { readText } from './text.ts';

const Filled = z.record(z.string().max(60), z.string().max(5_000));

/** The form of one kind, filled in as far as it is known; without a kind, what can be asked for. */
export const ask = action({
  id: 'requests.ask',
  who: 'person',
  input: z.strictObject({
    kind: z.string().max(60).optional(),
    /** For whom, by id; the actor when left out. */
    person: z.string().max(100).optional(),
    /** For whom, as it was typed already. */
    whom: z.string().max(200).optional(),
    filled: Filled.default({}),
  }),
  run: ({ kind, ...form }, context) => (kind === undefined ? menuView(context) : formView({ kind, ...form }, context)),
});

/** What a form is made from. */
export interface Form {
  kind: string;
  /** For whom, if not for the actor. */
  person?: string | undefined;
  whom?: string | undefined;
  filled: Record<string, string>;
  /** The id that the request will have: the form may be shown again, what it sends counts once. */
  id?: string;
}

/** What can be asked for, each one press from its form. */
export async function menuView(context: Context, note?: string): Promise<View> {
  const kinds = await kindsFor(context);
  return view(
    t`What would you like to ask for?`,
    note ? text(note) : null,
    rows(
      kinds.map(([id, { title, hint }]) => ({
        title,
        ...(hint && { detail: hint }),
        button: ask.button(t`Ask`, { kind: id }),
      })),
    ),
    kinds.length === 0 && text(t`There is nothing here that your role can ask for.`),
    buttons(mine.button(t`My requests`, { page: 1 })),
  );
}

/** The form, with what will be signed and what else matters; its send button carries the hash of what it says. */
export async function formView(form: Form, context: Context, note?: string): Promise<View> {
  const { tx, actor, school } = context;
  const { filled } = form;
  const kind = kindOf(form.kind, school);
  const person = form.person ?? actor.person.id;
  const isForOther = person !== actor.person.id;
  const unsigned = isForOther ? [] : await mustSignFirst(tx, kind, person);
  const signs = await wordsToSign({ rules: kind }, context);
  const later = await signedLater(kind, context);
  const asked = { id: null, kind: form.kind, asker: actor.person.id, person, answers: filled, details: [] };
  return view(
    kind.title,
    note ? text(note, 'warning') : null,
    unsigned.length > 0 && text(sayUnsigned(unsigned), 'warning'),
    ...((await effectOf(kind, context)?.describe?.(asked, 'asker', context)) ?? []),
    kind.for_others &&
      actor.may.has('ask-for-others') &&
      send.field('whom', {
        label: t`For whom, if not for you?`,
        input: 'line',
        value: form.whom ?? (isForOther ? ((await namesOf(tx, [person])).get(person) ?? '') : ''),
        maxLength: 120,
      }),
    ...inputsOf(kind, filled),
    signs.nodes.length > 0 && isForOther && text(t`The person it is for is asked to sign this:`, 'quiet'),
    ...signs.nodes,
    later.length > 0 &&
      text(
        isForOther
          ? t`They sign the “${listed(later.map(({ title }) => title))}” when it is handed over.`
          : t`You sign the “${listed(later.map(({ title }) => title))}” when it is handed over.`,
        'quiet',
      ),
    buttons(
      send.button(
        signs.nodes.length && !isForOther ? t`Confirm and send` : t`Send`,
        {
          id: form.id ?? randomUUID(),
          kind: form.kind,
          shown: await formHash(kind, context),
          ...(isForOther && { person }),
        },
        { style: 'primary', sendsInputs: true },
      ),
      ...[...signs.editions, ...later].map(({ agreement, number, title }) =>
        readText.button(
          t`Read: ${title}`,
          { kind: form.kind, agreement, edition: number, page: 1, ...(isForOther && { person }) },
          { sendsInputs: true },
        ),
      ),
    ),
  );
}

/** SHA-256 of what a form asks and what is signed with it, its texts included: the kind or an agreement may change meanwhile. */
export async function formHash(kind: Kind, context: Pick<Context, 'tx'>): Promise<string> {
  const signs = await wordsToSign({ rules: kind }, context);
  return sha256(shown(view(kind.title, ...inputsOf(kind, {}), ...signs.nodes)).hash + signs.hash);
}
