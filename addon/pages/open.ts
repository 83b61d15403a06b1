import { t } from '../../shared/language/words.ts';
import { html } from '../../shared/view/markup.ts';
import { page } from './html.ts';

/** Where one signs in as oneself and finds what is to be signed. */
export interface Place {
  /** "Open Teams" */
  label: string;
  url: string;
  /** What to do there, as a sentence. */
  how: string;
}

/**
 * /open: where a link in a mail leads. The same for everybody: it signs nobody in, and whoever forwards a mail gives nothing
 * away.
 */
export const openPage = (school: string, places: readonly Place[]): string =>
  page(
    t`Where to read and sign`,
    html`<p>${t`You are asked to read something for ${school}. Please open it where you are signed in as yourself:`}</p>
      ${places.reduce(
        (whole, { label, url, how }) => html`${whole}<p><a class="button" href="${url}">${label}</a><br>${how}</p>`,
        html``,
      )}
      <p>${t`None of these works for you? The school office can help, on paper too.`}</p>`,
  );
