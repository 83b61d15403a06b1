import { el } from '../../../addon/el.ts';
import type { Pane } from './panes.ts';

/** A request of teams-js, as it is posted to the window around the tab. */
interface TeamsRequest {
  id: number;
  uuidAsString?: string;
  func: string;
}

/** What the tab may ask of this Teams: its colours, its back button, and who is looking. */
const RUNTIME = JSON.stringify({ apiVersion: 4, isLegacyTeams: false, supports: { pages: { backStack: {} } } });
const SDK_VERSION = '2.58.0';

const dark = matchMedia('(prefers-color-scheme: dark)');
const theme = () => (dark.matches ? 'dark' : 'default');

/**
 * The tab, in a frame, with this page in Teams' place: it answers what teams-js asks of the window around it. The tab is
 * the same as in Teams, teams-js and all.
 */
export const tabPane: Pane = {
  id: 'tab',
  label: 'Agreements',
  isFor: ({ teams }) => teams,
  show(face, into) {
    const frame = el('iframe', { class: 'tab-frame', src: '/tab', title: `Agreements of ${face.name}` });

    /** What Teams answers; undefined where it answers nothing. */
    async function answer(func: string): Promise<unknown[] | undefined> {
      switch (func) {
        case 'initialize':
          return ['content', 'web', RUNTIME, SDK_VERSION];
        case 'getContext':
          return [
            {
              entityId: 'agreements',
              frameContext: 'content',
              hostClientType: 'web',
              hostName: 'Teams',
              locale: 'en-gb',
              theme: theme(),
              userObjectId: face.id,
            },
          ];
        case 'authentication.getAuthToken': {
          const token = await tokenOf(face.id);
          return token ? [true, token] : [false, 'nobody is signed in'];
        }
        default:
          return undefined;
      }
    }

    const tell = (message: object) => frame.contentWindow?.postMessage(message, location.origin);

    async function hear({ source, origin, data }: MessageEvent<TeamsRequest>) {
      if (!frame.isConnected) return stop();
      if (source !== frame.contentWindow || origin !== location.origin || typeof data?.func !== 'string') return;
      const args = await answer(data.func);
      if (args) tell({ id: data.id, uuidAsString: data.uuidAsString, args });
    }

    function changeColours() {
      if (frame.isConnected) tell({ func: 'themeChange', args: [theme()] });
      else stop();
    }

    function stop() {
      removeEventListener('message', hear);
      dark.removeEventListener('change', changeColours);
    }

    addEventListener('message', hear);
    dark.addEventListener('change', changeColours);
    into.replaceChildren(frame);
    return {};
  },
};

/** Entra, asked by Teams for a token of whoever is signed in. */
async function tokenOf(person: string): Promise<string | null> {
  const answer = await fetch('/sandbox/entra/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  }).catch(() => null);
  return answer?.ok ? ((await answer.json()) as { token: string }).token : null;
}
