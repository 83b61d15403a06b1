import type { AgreementText } from '../../agreements/text.ts';
import type { KeptEntry } from '../chain.ts';
import { type About, type PackedEdition, signedFile, VERIFIER } from './format.ts';

/** For people to read and print. Made of the ledger alone, letter for letter the same each time, so that they can be checked as well. */

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const plain = (text: string): string => text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] as string);

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f;background:#fff}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #ccc;vertical-align:top}' +
  'code{overflow-wrap:anywhere}th{border-color:#1b1b1f}thead{display:table-header-group}tr{break-inside:avoid}' +
  '@media print{body{margin:0;font-size:11px}a{color:inherit;text-decoration:none}}';

const page = (title: string, main: string): string =>
  `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">` +
  `<title>${plain(title)}</title><style>${STYLE}</style></head><body><main>${main}`;
const END = '</main></body></html>\n';

/** "2026-11-23 09:05:12 UTC": a time that means the same to everybody, everywhere. */
const moment = (at: string): string => `${at.slice(0, 19).replace('T', ' ')} UTC`;

/** The words of an edition, and the beginning of the list of those who signed it. */
export function signedHead(
  { school }: About,
  { edition, hash, effectiveFrom }: PackedEdition,
  text: AgreementText,
): string {
  const sections = text.sections.map(({ number, title, statements }) => {
    const heading = title && `<h2>${plain(number ? `${number} ${title}` : title)}</h2>`;
    return `${heading}${statements.map((one) => `<p>${one.kind === 'item' ? '• ' : ''}${plain(one.text)}</p>`).join('')}`;
  });
  return page(
    `${text.title}, edition ${edition}`,
    `<h1>${plain(text.title)}</h1><p>${plain(school)}. Edition ${edition}, in force from ${plain(effectiveFrom)}.</p>` +
      `<p>SHA-256 of the text: <code>${plain(hash)}</code></p>${sections.join('')}<h2>Who signed it</h2>` +
      '<table><thead><tr><th>Name</th><th>Job</th><th>When</th><th>Words</th><th>Reference</th><th>Entry</th></tr></thead><tbody>\n',
  );
}

/** One signature. Whose it was is gone if it was erased; that it was given stays. */
export function signedRow({ seq, at, body, personal }: KeptEntry): string {
  const { words, reference } = JSON.parse(body) as { words: string; reference: string };
  const { name, job } = personal
    ? (JSON.parse(personal) as { name: string; job: string })
    : { name: '(erased after its time)', job: '' };
  const cells = [name, job, moment(at), words, reference, String(seq)];
  return `<tr>${cells.map((cell) => `<td>${plain(cell)}</td>`).join('')}</tr>\n`;
}

export const signedFoot = ({ signatures }: PackedEdition): string =>
  `</tbody></table><p>Signatures: ${signatures}</p>${END}`;

/** What is in the pack. */
export function indexPage({ school, at, entries, head }: About, editions: PackedEdition[]): string {
  const rows = editions.map(
    (one) =>
      `<tr><td><a href="${plain(signedFile(one).replaceAll('%', '%25'))}">${plain(one.title)}</a></td><td>${one.edition}</td><td>${plain(one.effectiveFrom)}</td><td>${one.signatures}</td></tr>`,
  );
  return (
    page(
      `Evidence of ${school}`,
      `<h1>Evidence</h1><p>${plain(school)}, as it was on ${moment(at)}.</p>` +
        `<p>Who signed which words, and when: open a title. Whether all of it is complete and unaltered: open <a href="${VERIFIER}">${VERIFIER}</a>; it needs no network and nobody’s help.</p>` +
        '<table><thead><tr><th>Agreement</th><th>Edition</th><th>In force from</th><th>Signatures</th></tr></thead><tbody>\n' +
        `${rows.join('\n')}</tbody></table>` +
        `<p>The ledger has ${entries} entries. Its head: <code>${plain(head)}</code></p>`,
    ) + END
  );
}
