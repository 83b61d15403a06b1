import type { Session } from './session.ts';
import type { Means } from './wire/caller.ts';
import type { Licence } from './wire/clients.ts';

/** A licence that someone holds, and what Google calls it. */
export interface HeldLicence extends Licence {
  name: string;
}

/** Which of the licences in the settings this person holds; all are looked for in one request. */
export async function licencesOf(session: Session, address: string, means: Means): Promise<HeldLicence[]> {
  const { licensing } = await session.clients();
  const found = await Promise.all(
    session.settings.licences.map(async (licence) => {
      const asked = { ...licence, user: address };
      const name = await licensing.nameOf(asked, means);
      return name === null ? [] : [{ ...asked, name }];
    }),
  );
  return found.flat();
}

/** Google tells who holds a licence, not which licences someone holds. */
export const NO_LICENCES_NAMED = {
  kind: 'not-offered',
  words: "Google can't list the licences of one person: name yours in GOOGLE_LICENCES, as product/sku.",
} as const;
