import type { Block } from '../../agreements/blocks.ts';
import { withoutBullets } from './bullets.ts';
import { decodeText } from './decode.ts';

export type Format = 'markdown' | 'plain' | 'docx';

/** Blocks of a file whose format is known. Throws a Refusal; trusts the caller to bound time and memory. */
export async function parseDocument(bytes: Uint8Array, format: Format): Promise<Block[]> {
  return withoutBullets(await readFormat(bytes, format));
}

async function readFormat(bytes: Uint8Array, format: Format): Promise<Block[]> {
  switch (format) {
    // Each library is loaded when its format comes: Word's alone takes longer than a whole text file.
    case 'docx':
      return (await import('./docx.ts')).readDocx(bytes);
    case 'markdown':
      return (await import('./markdown.ts')).readMarkdown(decodeText(bytes));
    case 'plain':
      return (await import('./plain.ts')).readPlain(decodeText(bytes));
    default:
      return format satisfies never;
  }
}
