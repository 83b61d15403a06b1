import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refusal } from '../../errors.ts';
import { MAX_DOCUMENT_BYTES } from './index.ts';

/**
 * The bytes of a file a person named, for a DocumentReader. Reads at most one byte more than a document may have, so that a
 * huge file or an endless device costs nothing; throws a Refusal when there is no such file or it can't be opened.
 */
export async function openDocument(path: string): Promise<{ bytes: Uint8Array; fileName: string }> {
  const fileName = basename(path);
  try {
    // Asked before opening: to open a pipe is to wait for whoever writes into it.
    if (!(await stat(path)).isFile()) throw new Refusal(`"${fileName}" is not a file. Name the document itself.`);
    await using file = await open(path, 'r');
    const buffer = new Uint8Array(MAX_DOCUMENT_BYTES + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return { bytes: buffer.subarray(0, length), fileName };
  } catch (error) {
    throw asRefusal(error, fileName);
  }
}

function asRefusal(error: unknown, fileName: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Refusal(`There is no file "${fileName}" here. Check its name and folder, and try again.`);
    case 'EACCES':
    case 'EPERM':
      return new Refusal(`"${fileName}" may not be opened. Check that you are allowed to read it, and try again.`);
    case 'EISDIR':
      return new Refusal(`"${fileName}" is a folder. Name the document in it.`);
    default:
      return error;
  }
}
