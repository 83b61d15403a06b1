import type { PackFiles } from '../check.ts';

/** Reads the files of a zip where they lie, one at a time. Layout: PKWARE's APPNOTE 4.3, without its extensions for more than 4 GB. */
const END_RECORD = 0x06054b50;
const ENTRY = 0x02014b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 65_535;

interface Stored {
  name: string;
  method: number;
  size: number;
  offset: number;
}

/** @throws when it isn't a zip, or one that can't be read. */
export async function openZip(zip: Blob): Promise<PackFiles> {
  const stored = await directoryOf(zip);
  return within(
    stored.map(({ name }) => name),
    async (name) => {
      const { method, size, offset } = stored.find((one) => one.name === name) as Stored;
      const header = await viewOf(zip.slice(offset, offset + 30));
      const start = offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
      const packed = zip.slice(start, start + size).stream();
      if (method === 0) return packed;
      if (method !== 8) throw new Error('packed in an unknown way');
      return packed.pipeThrough(new DecompressionStream('deflate-raw'));
    },
  );
}

/** A folder that somebody made of the zip. */
export const openFolder = (files: File[]): PackFiles =>
  within(
    files.map((file) => file.webkitRelativePath || file.name),
    async (name) => (files.find((file) => (file.webkitRelativePath || file.name) === name) as File).stream(),
  );

/** However deep in other folders the pack lies. */
function within(names: string[], open: PackFiles['open']): PackFiles {
  const about = names.find((name) => /(^|\/)about\.json$/.test(name)) ?? '';
  const above = about.slice(0, about.length - 'about.json'.length);
  return {
    names: names
      .filter((name) => name.startsWith(above) && !name.endsWith('/'))
      .map((name) => name.slice(above.length)),
    open: (name) => open(above + name),
  };
}

async function directoryOf(zip: Blob): Promise<Stored[]> {
  const tail = await viewOf(zip.slice(Math.max(0, zip.size - END_SIZE - LONGEST_COMMENT)));
  let at = tail.byteLength - END_SIZE;
  while (at >= 0 && tail.getUint32(at, true) !== END_RECORD) at--;
  if (at < 0) throw new Error('not a zip');
  const entries = tail.getUint16(at + 10, true);
  const begin = tail.getUint32(at + 16, true);
  const directory = await viewOf(zip.slice(begin, begin + tail.getUint32(at + 12, true)));
  const stored: Stored[] = [];
  for (let i = 0, from = 0; i < entries; i++) {
    if (directory.getUint32(from, true) !== ENTRY) throw new Error('not a whole zip');
    const length = directory.getUint16(from + 28, true);
    stored.push({
      name: new TextDecoder().decode(new Uint8Array(directory.buffer, from + 46, length)).replaceAll('\\', '/'),
      method: directory.getUint16(from + 10, true),
      size: directory.getUint32(from + 20, true),
      offset: directory.getUint32(from + 42, true),
    });
    from += 46 + length + directory.getUint16(from + 30, true) + directory.getUint16(from + 32, true);
  }
  return stored;
}

const viewOf = async (blob: Blob): Promise<DataView<ArrayBuffer>> => new DataView(await blob.arrayBuffer());
