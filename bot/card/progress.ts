import { Column, ColumnSet } from '@microsoft/teams.cards';
import { t } from '../../shared/language/words.ts';
import type { Progress } from '../../shared/view/view.ts';
import { percentOf } from '../../shared/view/words.ts';
import { words } from './words.ts';

/**
 * The figures as words, and under them a bar of two coloured columns: Adaptive Cards 1.5 has no bar of its own. The words
 * alone tell all.
 */
export function progressOf({ label, done, total }: Progress): ColumnSet[] {
  const percent = percentOf({ done, total });
  const part = (width: number, style: 'accent' | 'emphasis') =>
    new Column().withWidth(width).withStyle(style).withMinHeight('8px').withSpacing('None');
  return [
    new ColumnSet({
      columns: [
        new Column(...words(label)).withWidth('stretch'),
        new Column(...words(t`${done} of ${total} (${percent}%)`, { weight: 'Bolder' })).withWidth('auto'),
      ],
    }),
    new ColumnSet({
      spacing: 'Small',
      columns: [
        ...(percent > 0 ? [part(percent, 'accent')] : []),
        ...(percent < 100 ? [part(100 - percent, 'emphasis')] : []),
      ],
    }),
  ];
}
