import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The paragraphs of a list of words beside this file, each as its lines; what begins with "#" is said to whoever reads it. */
export function paragraphsOf(name: 'matters' | 'elsewhere' | 'near'): string[][] {
  return readFileSync(join(import.meta.dirname, `${name}.txt`), 'utf8')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.split('\n').filter((line) => line && !line.startsWith('#')))
    .filter((lines) => lines.length > 0);
}
