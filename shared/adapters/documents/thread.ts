import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '../../errors.ts';
import type { Parsed } from './index.ts';
import { type Format, parseDocument } from './parse.ts';

/** The thread in which one file is parsed: it answers once and ends. */
const { bytes, format } = workerData as { bytes: Uint8Array; format: Format };

async function answer(): Promise<Parsed> {
  try {
    return { blocks: await parseDocument(bytes, format) };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.message };
    // A document can only make a parser run out of stack; anything else it throws is our mistake.
    if (error instanceof RangeError) throw error;
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort!.postMessage(await answer());
