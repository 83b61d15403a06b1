import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Refusal } from '../../../errors.ts';
import type { Line } from './format.ts';

/** How much text is put together before it is packed. */
const BLOCK = 64 * 1024;

/**
 * Writes lines into a file, packed with gzip, for its owner's eyes only. The file has its name once all of it has reached
 * the disk; if `work` fails, nothing is left. @throws with the code EEXIST when it is there already.
 */
export async function writeLines<T>(
  file: string,
  work: (take: (line: Line) => Promise<void>) => Promise<T>,
): Promise<T> {
  if (existsSync(file)) throw Object.assign(new Error(`${file} is there`), { code: 'EEXIST' });
  const part = `${file}.part`;
  // Of one that was cut off.
  await rm(part, { force: true });
  const text = new PassThrough();
  const written = pipeline(text, createGzip(), createWriteStream(part, { flags: 'wx', mode: 0o600 }));
  written.catch(() => {});
  let block = '';
  const write = async () => {
    if (!text.write(block)) await Promise.race([once(text, 'drain'), written]);
    block = '';
  };
  try {
    const made = await work(async (line) => {
      block += `${JSON.stringify(line)}\n`;
      if (block.length >= BLOCK) await write();
    });
    await write();
    text.end();
    await written;
    await synced(part);
    await rename(part, file);
    return made;
  } catch (error) {
    // Of trouble with the disk, the stream tells before whoever writes into it does.
    const trouble = text.destroyed ? await written.catch((reason) => reason) : null;
    text.destroy();
    await written.catch(() => {});
    await rm(part, { force: true });
    throw trouble ?? error;
  }
}

async function synced(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
}

/**
 * Reads the lines of a file that `writeLines` wrote.
 * @throws Refusal when it can't be read or isn't one.
 */
export async function* readLines(file: string): AsyncGenerator<unknown> {
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  try {
    let rest = '';
    for await (const text of unpacked.setEncoding('utf8')) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR'
      ? new Refusal(`There is no file "${file}" that can be read. Check its name and folder, and try again.`)
      : error instanceof SyntaxError || code?.startsWith('Z_')
        ? new Refusal(`"${file}" is damaged or not a backup of Countersign. Use another one.`)
        : error;
  } finally {
    source.destroy();
  }
}
