import fc from 'fast-check';
import { type Figures, total } from '../../shared/progress/figures.ts';
import { SMALLEST_GROUP, withoutSmallGroups } from '../../shared/progress/small.ts';

const group = fc
  .integer({ min: 1, max: 12 })
  .chain((asked) =>
    fc
      .integer({ min: 0, max: asked })
      .map((signed) => ({ asked, signed, open: asked - signed, overdue: 0, refused: 0 })),
  );
const groups = fc
  .array(group, { maxLength: 12 })
  .map((all) => all.map((figures, i) => ({ group: `Department ${i}`, ...figures })));

const plus = (some: Figures[]) => total(some).asked;

test('no figure is about fewer than five people, neither one that is shown nor one that follows from the others', () => {
  fc.assert(
    fc.property(groups, (all) => {
      const { shown, rest, hidden } = withoutSmallGroups(all);
      for (const { asked } of shown) expect(asked).toBeGreaterThanOrEqual(SMALLEST_GROUP);
      if (rest) expect(rest.asked).toBeGreaterThanOrEqual(SMALLEST_GROUP);
      // The whole less what is shown is the rest: nobody, or five people or more, unless nothing at all is shown.
      const remains = plus(all) - plus(shown);
      if (shown.length) expect(remains === 0 || remains >= SMALLEST_GROUP).toBe(true);
      // A single hidden group would be known from the whole: another one is hidden with it, if there is one.
      if (hidden.length === 1 && all.length > 1) throw new Error('one group stands alone among the hidden');
    }),
  );
});

test('nobody is lost or counted twice', () => {
  fc.assert(
    fc.property(groups, (all) => {
      const { shown, rest, hidden } = withoutSmallGroups(all);
      expect(plus([...shown, ...hidden])).toBe(plus(all));
      if (rest) expect(rest).toEqual(total(hidden));
    }),
  );
});

test('groups that are big enough are left alone', () => {
  const all = [5, 9, 30].map((asked) => ({ group: `${asked}`, asked, signed: 0, open: asked, overdue: 0, refused: 0 }));
  expect(withoutSmallGroups(all)).toEqual({ shown: all, rest: null, hidden: [] });
});
