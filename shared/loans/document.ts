import { type AgreementText, currentEdition, type Edition } from '../agreements/index.ts';
import { sayItem } from '../equipment/index.ts';
import { Refusal } from '../errors.ts';
import { count, listed, t } from '../language/words.ts';
import type { Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { sayDay } from '../time.ts';
import type { Lent, Loan } from './loan.ts';
import type { Photo } from './photos/of.ts';

/** What the button says, and so what the borrower assents to. It goes into the ledger word for word. */
export const ASSENT = t`I have checked the list and accept`;

/** @throws Refusal when the school has published none: then nothing is handed over. */
export async function loanAgreement(tx: Tx, { loans }: Pick<School, 'loans'>): Promise<Edition> {
  const edition = await currentEdition(tx, loans.agreement);
  if (!edition)
    throw new Refusal(
      t`The school has published no loan agreement (“${loans.agreement}”), so nothing can be signed for. Please ask the school business manager to publish one.`,
    );
  return edition;
}

/** The agreement for exactly these things, in this condition: what the borrower reads, and what is kept as signed. */
export function documentOf(
  edition: Edition,
  loan: Loan,
  { things, photos, lender }: { things: Lent[]; photos: Photo[]; lender: string },
): AgreementText {
  return {
    title: edition.title,
    sections: [
      {
        number: null,
        title: t`What is handed over`,
        level: 1,
        statements: [
          {
            kind: 'paragraph',
            text: t`Lent by ${lender} from ${sayDay(loan.from_on)}, to be brought back by ${sayDay(loan.due_on)}. For: ${loan.purpose}`,
          },
          ...things.map(({ thing, out_condition, out_photo }) => ({
            kind: 'row' as const,
            text: [
              sayItem(thing),
              t`condition: ${out_condition ?? t`not noted`}`,
              out_photo ? t`photo: ${out_photo}` : photos.length ? '' : t`no photo`,
            ]
              .filter(Boolean)
              .join(', '),
          })),
          ...(photos.length
            ? [
                {
                  kind: 'row' as const,
                  text: t`${count(photos.length, t`photo`, t`photos`)}, with the fingerprint ${listed(photos.map(({ hash }) => hash.slice(0, 16)))}`,
                },
              ]
            : []),
        ],
      },
      ...edition.text.sections,
    ],
  };
}
