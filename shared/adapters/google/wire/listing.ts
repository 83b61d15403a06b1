import { unreadable } from '../trouble.ts';

/** What Google's lists have in common: `kind` names what it is, even when there is nothing in it. */
export interface List {
  kind?: string | null;
  nextPageToken?: string | null;
}

/**
 * A list that was really answered: Google leaves an empty list out, so only its kind tells "nothing there" from an
 * answer that isn't one.
 * @throws GoogleTrouble
 */
export function listed<L extends List>({ data }: { data: L }): L {
  if (typeof data?.kind !== 'string') throw unreadable();
  return data;
}

/** The entries of a list that should fit on one page. A page that is empty but has a next one tells nothing. */
export function entries<L extends List, E>(answer: { data: L }, of: (list: L) => E[] | undefined): E[] {
  const list = listed(answer);
  const found = of(list) ?? [];
  if (!Array.isArray(found) || (found.length === 0 && list.nextPageToken)) throw unreadable();
  return found;
}

/** Every page of a list, as they are read. */
export async function* pagesOf<L extends List>(
  read: (page: { pageToken?: string }) => Promise<{ data: L }>,
): AsyncGenerator<L> {
  let next: string | null | undefined;
  do {
    const list = listed(await read(next ? { pageToken: next } : {}));
    yield list;
    // The same token again would never end.
    if (list.nextPageToken && list.nextPageToken === next) throw unreadable();
    next = list.nextPageToken;
  } while (next);
}
