import type { Reply } from '../../../shared/inbound.ts';
import { t } from '../../../shared/language/words.ts';
import type { Host } from './teams.ts';

/** Why there is no view: told to the person as a refusal is. */
const sorry = (words: string): Reply => ({ kind: 'refusal', words });

/** The server, asked as the person whom Teams signed in. */
export function createServer({ token }: Pick<Host, 'token'>) {
  async function post(path: string, body: unknown, again = true): Promise<Reply> {
    const bearer = await token().catch(() => null);
    if (bearer === null) return sorry(NOBODY);
    try {
      const answer = await fetch(path, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      // The token may have run out between Teams and here: a fresh one is asked for, once.
      if (answer.status === 401 && again) return await post(path, body, false);
      const said = (await answer.json()) as Reply & { error?: string };
      return answer.ok ? said : sorry(said.error ?? SILENT);
    } catch {
      return sorry(SILENT);
    }
  }

  return {
    home: () => post('/tab/home', {}),
    press: (action: string, input: Record<string, unknown>) => post('/tab/press', { action, input }),
  };
}

const NOBODY = t`Teams didn't tell me who you are. If it asks for your consent, please give it; otherwise ask the school's ICT support.`;
const SILENT = t`I can't reach the server. Please check your connection and press again: pressing twice does no harm.`;
