/** What came back from one call: read to the end, so that it can be looked at and handed on. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** What a text says, or null when it isn't JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
