import { t } from '../../shared/language/words.ts';
import { html } from '../../shared/view/markup.ts';
import { page } from './html.ts';

/** /privacy: what a store or an administrator asks for before the app is installed. */
export const privacyPage = (school: string): string =>
  page(
    t`Privacy`,
    html`<p>${t`Countersign is run by or for ${school}, which decides what it is used for and answers your questions about it. Nothing is sent to the makers of Countersign.`}</p>
      <h2>${t`What it keeps`}</h2>
      <ul>
        <li>${t`From the school's list of people and its directories: name, work address, department, job title, roles, manager, first and last day.`}</li>
        <li>${t`Which agreements you were asked to sign, when and how you were reached, and what you answered: the name and job title you typed, the account you used, and the time.`}</li>
        <li>${t`What you asked for, borrowed, decided and signed for, and the photos of equipment that you sent.`}</li>
        <li>${t`Where to reach you in the chat. Your other messages are not read, and what you write to the bot is not kept.`}</li>
      </ul>
      <h2>${t`Who sees it`}</h2>
      <p>${t`You see what concerns you. Line managers see their team, school leaders their school. Governors see figures without names. The reason for a refusal goes to the headteacher alone.`}</p>
      <h2>${t`How long`}</h2>
      <p>${t`The school sets how long it keeps records. When that time ends, personal data is deleted; the proof that somebody agreed to a text stays, without saying who.`}</p>`,
  );

/** /terms: whose service it is. */
export const termsPage = (school: string): string =>
  page(
    t`Terms of use`,
    html`<p>${t`Countersign is provided to you by ${school} for its own rules on the use of ICT. What you agree to in it, you agree with the school; the school's policies say what follows from that.`}</p>
      <p>${t`Please use your own account, and tell the school at once if something was signed in your name that you did not sign.`}</p>`,
  );
