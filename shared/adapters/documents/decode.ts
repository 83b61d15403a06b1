import { Refusal } from '../../errors.ts';

/** A paragraph longer than this is data or an attack: 20,000 characters are about 3,000 words. */
export const MAX_PARAGRAPH_CHARACTERS = 20_000;
/** A thousand pages. Parsers take seconds for more, and nobody agrees to more. */
export const MAX_LINES = 60_000;

const NOT_TEXT =
  'This file is not readable text. Open it in Word or a text editor, save it as plain text (UTF-8) or .docx, and try again.';

const CONTROL = /[\u0000-\u0008\u000e-\u001f]/g;

/** Bytes that Windows-1252 leaves undefined: text of that encoding never holds them. */
const UNDEFINED_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * Text from the bytes of a .txt or .md file: UTF-8, UTF-16 where a byte order mark says so, else Windows-1252, which is what
 * older Windows programs save. Throws a Refusal for anything else, for a line that is too long to be one, and for more lines than any policy has.
 */
export function decodeText(bytes: Uint8Array): string {
  const text = decode(bytes).replace(/\r\n?/g, '\n');
  const controls = text.match(CONTROL)?.length ?? 0;
  if (text.includes('\0') || controls > text.length / 200) throw new Refusal(NOT_TEXT);
  refuseEndless(text);
  return text;
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes) ?? refuse();
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes) ?? refuse();
  return decodeAs('utf-8', bytes) ?? (mayBe1252(bytes) ? decodeAs('windows-1252', bytes) : undefined) ?? refuse();
}

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Every byte sequence "is" Windows-1252, so ask whether it looks like English prose: few accents, no undefined bytes. */
function mayBe1252(bytes: Uint8Array): boolean {
  let accented = 0;
  for (const byte of bytes) {
    if (UNDEFINED_1252.has(byte)) return false;
    if (byte >= 0x80) accented += 1;
  }
  return accented < bytes.length / 5;
}

function refuseEndless(text: string): void {
  let start = 0;
  let lines = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (end - start > MAX_PARAGRAPH_CHARACTERS) {
      throw new Refusal(
        `One line of this file is longer than ${MAX_PARAGRAPH_CHARACTERS.toLocaleString('en-GB')} characters. Split it into paragraphs and try again.`,
      );
    }
    start = end + 1;
    lines += 1;
  }
  if (lines > MAX_LINES) {
    throw new Refusal('This file has far more lines than a policy. Import the policy alone, and try again.');
  }
}

function refuse(): never {
  throw new Refusal(NOT_TEXT);
}
