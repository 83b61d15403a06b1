import { Worker } from 'node:worker_threads';
import type { Block, DocumentReader } from '../../agreements/blocks.ts';
import { Refusal } from '../../errors.ts';
import type { Format } from './parse.ts';

/** Larger files are refused unread. A policy of a hundred pages is well under one megabyte without its pictures. */
export const MAX_DOCUMENT_BYTES = 5 * 1024 * 1024;

/** What a parser may take before it is stopped: real documents need a fraction of a second and some ten megabytes. */
export interface ParserLimits {
  timeMs: number;
  memoryMb: number;
}

const LIMITS: ParserLimits = { timeMs: 20_000, memoryMb: 512 };

const FORMATS: Record<string, Format> = {
  md: 'markdown',
  markdown: 'markdown',
  txt: 'plain',
  text: 'plain',
  docx: 'docx',
};

/** What to do about the formats that schools try and that hold no text that could be read safely. */
const SAVE_AS_DOCX: Record<string, string> = {
  doc: 'This is an old Word file (.doc). Open it in Word, save it as .docx, and try again.',
  docm: 'This Word file holds macros (.docm). Open it in Word, save it as .docx, and try again.',
  dotx: 'This is a Word template (.dotx). Open it in Word, save it as .docx, and try again.',
  pdf: 'A PDF keeps the look of a page, not its headings and lists. Find the Word file it was made from, or save it as .docx, and try again.',
  odt: 'This is an OpenDocument file (.odt). Open it in Word or LibreOffice, save it as .docx, and try again.',
  rtf: 'This is a Rich Text file (.rtf). Open it in Word, save it as .docx, and try again.',
  pages: 'This is an Apple Pages file. In Pages choose Export to Word, and try again with the .docx file.',
  gdoc: 'This is only a link to a Google Doc. In Google Docs choose Download as Word (.docx), and try again with that file.',
};

const NAMES = 'Give it as .docx, .md or .txt';

/**
 * The reader for .docx, .md and .txt. Each file is parsed in a thread of its own, which is stopped when it takes too long or
 * too much memory: no file can hang or fill the process, however it was made.
 */
export function documentReader(limits: ParserLimits = LIMITS): DocumentReader {
  return {
    async read(bytes, fileName) {
      const format = formatOf(fileName);
      refuseUnreadable(bytes, format);
      const blocks = await parseInThread(bytes, format, limits);
      if (blocks.length === 0)
        throw new Refusal('There are no words in this file. Check that it is the right one, and try again.');
      return blocks;
    },
  };
}

function formatOf(fileName: string): Format {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const format = Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
  if (format) return format;
  const advice = Object.hasOwn(SAVE_AS_DOCX, extension) ? SAVE_AS_DOCX[extension] : undefined;
  if (advice) throw new Refusal(advice);
  throw new Refusal(
    extension === ''
      ? `The file's name does not say what it is. ${NAMES}.`
      : `Files of the kind .${extension.slice(0, 12)} cannot be read. ${NAMES}.`,
  );
}

function refuseUnreadable(bytes: Uint8Array, format: Format): void {
  if (bytes.length === 0) throw new Refusal('This file is empty. Check that it was saved, and try again.');
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    const limit = MAX_DOCUMENT_BYTES / 1024 / 1024;
    throw new Refusal(
      `This file is larger than ${limit} MB. Take its pictures out, or save only its text, and try again.`,
    );
  }
  const isZip = startsWith(bytes, [0x50, 0x4b]);
  const isOle = startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]);
  const isPdf = startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d]);
  if (format === 'docx' && isOle) {
    throw new Refusal(
      'This Word file has a password or is in the old format. Open it in Word, take the password off, save it as .docx, and try again.',
    );
  }
  if (format === 'docx' && !isZip) {
    throw new Refusal(
      'This file is named .docx but is not a Word document. Open it in the program it came from and save it as .docx.',
    );
  }
  if (format !== 'docx' && (isZip || isOle || isPdf)) {
    throw new Refusal(
      'This file holds a document of another kind than its name says. Open it, save it as .docx, and try again.',
    );
  }
}

function startsWith(bytes: Uint8Array, magic: number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/** What the thread answers: blocks, a sentence for the person, or nothing at all when it died. */
export type Parsed = { blocks: Block[] } | { refusal: string } | { bug: string };

function parseInThread(bytes: Uint8Array, format: Format, { timeMs, memoryMb }: ParserLimits): Promise<Block[]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: { bytes, format },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      // Nothing of the process' settings, nor anything a library might print, belongs in there.
      env: {},
      execArgv: [],
      stderr: true,
      stdout: true,
    });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      void thread.terminate();
      settle();
    };
    const give = () =>
      end(() =>
        reject(
          new Refusal('This file is too complicated to be read. Copy its text into a new document, and try again.'),
        ),
      );
    const timer = setTimeout(give, timeMs);
    // Running out of memory or of stack is what a hostile file does to a parser.
    thread.once('error', give);
    thread.once('exit', give);
    thread.once('message', (answer: Parsed) => {
      end(() => {
        if ('blocks' in answer) resolve(answer.blocks);
        else reject('refusal' in answer ? new Refusal(answer.refusal) : new Error(answer.bug));
      });
    });
  });
}
