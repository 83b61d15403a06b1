import {
  RichTextBlock,
  type RichTextBlockOptions,
  TextBlock,
  TextRun,
  type TextRunOptions,
} from '@microsoft/teams.cards';
import { linesOf, oneLine } from '../../shared/view/words.ts';

/** Anything that some Teams client might take for Markdown, HTML, a date to format or an address to link. */
const MARKED = /[\\`*_~[\]{}<>&|#@]|^\s*([-+=]|\d+[.)])|:\/\/|\S\.\S/;

/** Whether every client shows a text as it stands, even where it would understand Markdown. */
const isPlain = (text: string): boolean => !MARKED.test(text);

/**
 * Plain text, one block a line. A RichTextBlock, because nothing in it is ever Markdown on any client, while the escapes
 * of a TextBlock show as backslashes on phones (microsoft/AdaptiveCards #5590). "{{" is kept apart, or the renderer
 * would format "{{DATE(…)}}" in what somebody typed.
 */
export function words(text: string, run: TextRunOptions = {}, block: RichTextBlockOptions = {}): RichTextBlock[] {
  return linesOf(text).map(
    (line, i) =>
      new RichTextBlock({
        ...(i > 0 && { spacing: 'Small' }),
        ...(i === 0 && block),
        inlines: line.split(/(?<=\{)(?=\{)/).map((part) => new TextRun(part, run)),
      }),
  );
}

/** A heading, announced as one by screen readers where the words are plain enough for a TextBlock. */
export function heading(
  text: string,
  size: 'Large' | 'Medium',
  block: { spacing?: 'Large' } = {},
): (TextBlock | RichTextBlock)[] {
  const line = oneLine(text);
  if (!isPlain(line)) return words(line, { size, weight: 'Bolder' }, block);
  return line ? [new TextBlock(line, { ...block, size, weight: 'Bolder', wrap: true, style: 'heading' })] : [];
}
