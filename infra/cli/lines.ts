import { createInterface } from 'node:readline';
import type * as z from 'zod';

/**
 * Reads JSON objects from standard input, one a line, and writes the answer to each as it comes. A line that is none is told
 * on standard error and gets no answer, and the command ends with 1; the lines after it are read all the same. `example` is
 * such a line, `has` says in words what stands in it.
 */
export async function answerLines<S extends z.ZodType>(
  line: S,
  { example, has }: { example: string; has: string },
  answer: (asked: z.output<S>) => object,
): Promise<void> {
  let number = 0;
  for await (const words of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (!words.trim()) continue;
    const asked = line.safeParse(parsed(words));
    if (asked.success) {
      process.stdout.write(`${JSON.stringify(answer(asked.data))}\n`);
      continue;
    }
    const { path, message } = asked.error.issues[0] as z.core.$ZodIssue;
    process.exitCode = 1;
    process.stderr.write(
      path.length
        ? `Line ${number}: "${path.join('.')}" is wrong (${message}). A line has ${has}.\n`
        : `Line ${number}: this is no JSON object. Write one a line, as ${example}.\n`,
    );
  }
}

/** Nothing, where it is no JSON. */
function parsed(words: string): unknown {
  try {
    return JSON.parse(words);
  } catch {
    return undefined;
  }
}
