import { Refusal } from '../errors.ts';
import type { Context, Slots } from '../feature.ts';
import { type Found, findAgreement, findGroup, findStatus, topicOf, vocabularyOf } from '../language/index.ts';
import { t } from '../language/words.ts';
import { buttons, view } from '../view/build.ts';
import type { Button, View } from '../view/view.ts';
import { bare, OutstandingFilter } from './filter.ts';

/** What somebody asked about, in ids; or, where a word of theirs could mean several things, the question which. */
export type Asked = { kind: 'clear'; filter: OutstandingFilter } | { kind: 'question'; view: View };

/**
 * Reads the words that fill in a command. A group or an agreement that could be one of several is asked back, each choice a
 * button made by `choose`.
 * @throws Refusal when the school knows no such agreement or group.
 */
export async function askedFor(
  { agreement, group, status }: Slots,
  context: Context,
  choose: (label: string, filter: OutstandingFilter) => Button,
): Promise<Asked> {
  const vocabulary = await vocabularyOf(context);
  const filter: OutstandingFilter = {};
  const which = <T>(found: Found<T>, set: (value: T) => OutstandingFilter): Asked | null => {
    if (found.kind === 'one') Object.assign(filter, set(found.found.value));
    if (found.kind !== 'several') return null;
    const choices = found.among
      .slice(0, MOST_CHOICES)
      .map(({ name, value }) => choose(name, { ...filter, ...set(value) }));
    return { kind: 'question', view: view(t`Which one do you mean?`, buttons(...choices)) };
  };
  if (status !== undefined) which(findStatus(vocabulary, status), (value) => ({ status: value }));
  if (group !== undefined) {
    const found = findGroup(vocabulary, group);
    if (found.kind === 'none')
      throw new Refusal(
        t`I don't know that group. Please write a department or a group of your school, as "Science" or "all staff".`,
      );
    const question = which(found, (among) => ({ among }));
    if (question) return question;
  }
  if (agreement !== undefined) {
    const found = findAgreement(vocabulary, agreement);
    if (found.kind === 'none')
      throw new Refusal(t`I don't know that agreement. Please write part of its title, as "staff".`);
    const question = which(found, (id) => ({ agreement: id }));
    if (question) return question;
  }
  return { kind: 'clear', filter };
}

const MOST_CHOICES = 6;

/** What the last answer was about, if that was about signatures: the "them" of "remind them". */
export async function lastAsked(context: Context): Promise<(OutstandingFilter & { page: number }) | null> {
  const topic = await topicOf(context);
  if (!topic?.action.startsWith('progress.')) return null;
  const { page, ...about } = topic.input;
  const parsed = OutstandingFilter.safeParse(about);
  return parsed.success ? { ...bare(parsed.data), page: typeof page === 'number' ? page : 1 } : null;
}
