import { unreadable } from '../trouble.ts';
import type { Answer } from './answer.ts';
import type { Call } from './exchange.ts';

/** Many calls in one, as multipart/mixed. https://developers.google.com/workspace/admin/directory/v1/guides/batch */
export function pack(calls: readonly Call[]): { contentType: string; body: string } {
  const boundary = `batch-${crypto.randomUUID()}`;
  const parts = calls.map(({ method, url, headers, body = '' }, at) => {
    const lines = Object.entries({ ...headers, ...(body && { 'content-length': `${Buffer.byteLength(body)}` }) });
    return [
      `--${boundary}`,
      'Content-Type: application/http',
      `Content-ID: <${at}>`,
      '',
      `${method} ${url.pathname}${url.search} HTTP/1.1`,
      ...lines.map(([name, value]) => `${name}: ${value}`),
      '',
      body,
    ].join('\r\n');
  });
  return { contentType: `multipart/mixed; boundary=${boundary}`, body: `${parts.join('\r\n')}\r\n--${boundary}--\r\n` };
}

/**
 * The answers to a batch, each at the place of its call. Google may answer in any order.
 * @throws GoogleTrouble when there isn't one readable answer for each call: a missing one must not pass for "nothing there".
 */
export function unpack({ headers, text }: Answer, calls: number): Answer[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(headers.get('content-type') ?? '')?.[1];
  if (!boundary) throw unreadable();
  const answers = new Map<number, Answer>();
  for (const part of text.split(`--${boundary}`).slice(1, -1)) {
    const [about, head, ...rest] = part.replace(/^\r?\n/, '').split(/\r?\n\r?\n/);
    const at = /^content-id:\s*<?(?:response-)?(\d+)>?\s*$/im.exec(about ?? '')?.[1];
    const [statusLine = '', ...lines] = (head ?? '').split(/\r?\n/);
    const status = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(statusLine)?.[1];
    if (at === undefined || status === undefined) throw unreadable();
    answers.set(Number(at), { status: Number(status), headers: headersOf(lines), text: rest.join('\r\n\r\n').trim() });
  }
  return Array.from({ length: calls }, (_, at) => {
    const answer = answers.get(at);
    if (!answer) throw unreadable();
    return answer;
  });
}

function headersOf(lines: string[]): Headers {
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return headers;
}
