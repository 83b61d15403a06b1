import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './context.ts';
import type { Trouble } from './scenario.ts';

/** An answer with its headers. */
export interface Answer extends Reply {
  headers: Record<string, string>;
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

/** Names of headers inside a batch are capitalised. */
export const titled = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()),
      value,
    ]),
  );

export function send(response: ServerResponse, { status, headers, body }: Answer, met: Trouble | null): void {
  const whole = body === undefined ? '' : JSON.stringify(met === 'no-value' ? withoutValue(body) : body);
  const text =
    met === 'garbage' ? '<html>Service is down</html>' : met === 'half' ? whole.slice(0, whole.length / 2) : whole;
  response.writeHead(status, {
    ...(text && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
    ...headers,
  });
  if (met !== 'cut') return void response.end(text);
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}

const withoutValue = (body: unknown) => {
  const { value, ...rest } = body as Record<string, unknown>;
  return rest;
};
