/** Markup that is safe to send. Only `html` makes it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Markup with values in it; a value that isn't markup itself is escaped. */
export const html = (parts: TemplateStringsArray, ...values: (string | Markup)[]): Markup =>
  new Markup(
    parts.reduce((whole, part, i) => {
      const value = values[i - 1] ?? '';
      return whole + (value instanceof Markup ? value.text : value.replace(/[&<>"']/g, (c) => ESCAPED[c] ?? c)) + part;
    }),
  );
