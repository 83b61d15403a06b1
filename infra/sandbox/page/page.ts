import type { ChatEvent, Everyone } from '../shapes.ts';
import { announce } from './announce.ts';
import { showIdeas } from './ideas.ts';
import type { Shown } from './panes.ts';
import { peopleList } from './people-list.ts';
import { showPerson } from './person-view.ts';
import { schoolClock } from './school-clock.ts';
import * as server from './server.ts';
import { setTimeZone } from './time.ts';

const main = document.getElementById('page-pane') as HTMLElement;
const clock = schoolClock();
const list = peopleList(document.getElementById('page-people') as HTMLElement, clock.element);

let everyone: Pick<Everyone, 'school' | 'people' | 'ideas'> = { school: '', people: [], ideas: [] };
let open: { person: string; shown: Shown } | null = null;

const faceOf = (person: string) => everyone.people.find(({ id }) => id === person);

/** Shows what the address says: #/ and #/try, or #/person and #/person/pane. */
function follow() {
  const [person = '', pane = ''] = location.hash.replace(/^#\/?/, '').split('/');
  const face = faceOf(person);
  open = null;
  // On a phone, people and chat are two screens.
  document.body.dataset.screen = face || person === 'try' ? 'main' : 'people';
  list.choose(face ? face.id : null);
  if (!face) {
    showIdeas(everyone, main);
    title();
    return;
  }
  open = { person: face.id, shown: showPerson(face, pane, main) };
  setUnread(face.id, 0);
  main.focus({ preventScroll: true });
}

function setUnread(person: string, unread: number) {
  const face = faceOf(person);
  if (face) face.unread = unread;
  list.setUnread(person, unread);
  title();
}

function title() {
  const unread = everyone.people.reduce((sum, face) => sum + face.unread, 0);
  const name = open && faceOf(open.person)?.name;
  document.title = `${unread ? `(${unread}) ` : ''}${name ? `${name} · ` : ''}Countersign sandbox`;
}

function hear(event: ChatEvent) {
  if (event.kind === 'reach' || event.kind === 'clock') void look();
  if (event.kind === 'clock') return;
  if (event.kind === 'read') return setUnread(event.person, 0);
  if (open?.person === event.person) {
    open.shown.hear?.(event);
    if (event.kind === 'message' && !event.app) void server.markRead(event.person);
    return;
  }
  if (event.kind !== 'message' || event.message.from !== 'bot') return;
  const face = faceOf(event.person);
  if (!face) return;
  if (event.app) return announce(`New message for ${face.name} in Google Chat`);
  setUnread(face.id, face.unread + 1);
  announce(`New message for ${face.name}`);
}

/** Asks for everyone anew, and marks again whose chat is open. */
async function look() {
  const answer = await server.everyone();
  if (!answer.people) return announce(answer.words ?? '');
  everyone = answer;
  setTimeZone(answer.timezone);
  clock.show(answer.time);
  list.show(answer);
  list.choose(open?.person ?? null);
  title();
}

await look();
follow();
addEventListener('hashchange', follow);
server.listen(hear, () => {
  void look();
  open?.shown.again?.();
});
