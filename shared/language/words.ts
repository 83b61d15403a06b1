/**
 * The one function for words that people read, gettext style: t`${done} of ${total} have signed`. English stands in the
 * code; a catalogue of another language is looked up here by the English pattern, and no feature changes for it.
 */
export function t(pattern: TemplateStringsArray, ...values: (string | number)[]): string {
  return pattern.reduce((said, part, i) => said + format(values[i - 1]) + part);
}

const figures = new Intl.NumberFormat('en-GB');
const plurals = new Intl.PluralRules('en-GB');

const format = (value: string | number | undefined): string =>
  typeof value === 'number' ? figures.format(value) : (value ?? '');

/** The form that fits the number: count(3, t`person`, t`people`) is "3 people". */
export function count(n: number, one: string, other: string): string {
  return `${figures.format(n)} ${plurals.select(n) === 'one' ? one : other}`;
}

/** "Ms A, Mr B and Ms C". */
export function listed(items: string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(items);
}
