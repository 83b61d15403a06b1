import { t } from '../../language/words.ts';
import { sayDay } from '../../time.ts';
import type { Seen } from '../findings.ts';
import type { Entitled } from './entitled.ts';
import type { AreaReading } from './inside.ts';
import type { Area } from './rules.ts';

/**
 * What differs between what was granted and what the directories say, for everybody whom either names. Whoever is in as
 * they should be passes. Where a directory couldn't be read, nobody is said to be missing.
 */
export function differences(area: Area, { inside, doubts }: AreaReading, entitled: Entitled, today: string): Seen[] {
  const { byWork, grants, kept } = entitled;
  const isIn = new Set(inside.flatMap(({ person }) => person ?? []));
  const seen = (person: string, state: Seen['state'], words: string[], more: Partial<Seen> = {}): Seen => ({
    person,
    account: null,
    row: area.id,
    state,
    because: null,
    items: words,
    severity: 'medium',
    owner: 'ict',
    dueOn: null,
    ...more,
  });
  return [...new Set([...isIn, ...grants.keys()])].flatMap((person) => {
    const theirs = grants.get(person) ?? [];
    const held = theirs.filter(({ state, from }) => state === 'held' && (from === null || from <= today));
    const over = theirs.find(({ state }) => state !== 'held');
    const may = byWork.has(person) || kept.has(person) || held.length > 0;
    if (isIn.has(person)) {
      if (may) return [seen(person, 'pass', [])];
      return over
        ? [
            seen(
              person,
              'fail',
              [t`was granted until ${sayDay(over.until ?? over.overSince?.slice(0, 10) ?? today)}, and is still in`],
              {
                severity: 'high',
              },
            ),
          ]
        : [seen(person, 'fail', [t`is in, and nobody granted it`])];
    }
    if (!held.length) return [];
    // Granted, and not in: a group that couldn't be read may have them.
    if (doubts.length)
      return [seen(person, 'unknown', [], { because: { kind: 'unreadable', words: doubts[0] as string } })];
    return [seen(person, 'fail', [t`was granted access, and is not in`], { severity: 'low' })];
  });
}
