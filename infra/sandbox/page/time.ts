let timeZone = 'Europe/London';

/** Times are the school's, wherever the browser is. */
export function setTimeZone(zone: string): void {
  timeZone = zone;
}

const format = (at: string | Date, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(new Date(at));

/** "09:05" */
export const sayTime = (at: string | Date): string => format(at, { hour: '2-digit', minute: '2-digit' });

/** "Monday 23 November" */
export const sayShortDay = (at: string | Date): string =>
  format(at, { weekday: 'long', day: 'numeric', month: 'long' }).replace(',', '');

/** "Monday 23 November 2026" */
export const sayDay = (at: string | Date): string => `${sayShortDay(at)} ${format(at, { year: 'numeric' })}`;
