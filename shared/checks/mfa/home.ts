import type { Home } from '../../feature.ts';
import { t } from '../../language/words.ts';
import { buttons, text } from '../../view/build.ts';
import type { Node } from '../../view/view.ts';
import type { FindingState } from '../tables.ts';
import { mine } from './mine.ts';

/** How the person's second factor stands, where it is looked at. */
export const home: Home = {
  async mine({ tx, actor }) {
    const finding = await tx
      .selectFrom('findings')
      .select(['state', 'because_words'])
      .where('check_name', '=', 'mfa')
      .where('person', '=', actor.person.id)
      .executeTakeFirst();
    const stands = finding && said(finding);
    if (!stands) return [];
    return [text(t`Two-step sign-in`, 'heading'), stands, buttons(mine.button(t`Is my MFA set up?`, {}))];
  },
};

function said({ state, because_words }: { state: FindingState; because_words: string | null }): Node | null {
  switch (state) {
    case 'pass':
      return text(t`Yours is set up.`, 'good');
    case 'fail':
      return text(t`Yours isn't set up: your password alone opens your account.`, 'warning');
    case 'unknown':
      return text(t`I can't see whether yours is set up. ${because_words ?? ''}`.trim(), 'quiet');
    case 'not-due':
      return null;
    default:
      return state satisfies never;
  }
}
