import { type ApiAnswer, ApiError } from './api.ts';

/** One call out of a batch. */
export interface InnerCall {
  id: string;
  method: string;
  path: string;
  authorization: string | undefined;
  body: string;
}

/** Takes a multipart/mixed request apart. */
export function unpackBatch(contentType: string, text: string): InnerCall[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (!boundary) throw new ApiError(400, 'badRequest', 'Failed to parse batch request: no boundary');
  const parts = text.split(`--${boundary}`).slice(1, -1);
  if (parts.length === 0 || parts.length > 1_000)
    throw new ApiError(400, 'badRequest', 'The batch request has the wrong size');
  return parts.map((part) => {
    const [about = '', head = '', ...rest] = part.replace(/^\r\n/, '').split('\r\n\r\n');
    const [requestLine = '', ...lines] = head.split('\r\n');
    const [method, path] = requestLine.split(' ');
    const id = /^content-id:\s*<?([^>\r\n]+)>?/im.exec(about)?.[1];
    if (!/^content-type:\s*application\/http/im.test(about) || !id || !method || !path?.startsWith('/')) {
      throw new ApiError(400, 'badRequest', 'Failed to parse batch request');
    }
    const authorization = lines.find((line) => /^authorization:/i.test(line))?.replace(/^[^:]+:\s*/, '');
    return { id, method, path, authorization, body: rest.join('\r\n\r\n').trim() };
  });
}

/** The answers in one, last first: nobody may count on the order. */
export function packBatch(answers: { id: string; answer: ApiAnswer }[]): { contentType: string; text: string } {
  const boundary = 'batch_stand-in';
  const parts = answers
    .toReversed()
    .map(({ id, answer: { status, body, headers = {} } }) =>
      [
        `--${boundary}`,
        'Content-Type: application/http',
        `Content-ID: <response-${id}>`,
        '',
        `HTTP/1.1 ${status} ${status < 300 ? 'OK' : 'Error'}`,
        'Content-Type: application/json; charset=UTF-8',
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        '',
        typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body),
      ].join('\r\n'),
    );
  return { contentType: `multipart/mixed; boundary=${boundary}`, text: `${parts.join('\r\n')}\r\n--${boundary}--\r\n` };
}
