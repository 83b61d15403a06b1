import type { ChatApp, ChatEvent, Everyone } from '../shapes.ts';
import { announce } from './announce.ts';
import { unreadOf } from './badge.ts';
import { showIdeas } from './ideas.ts';
import { peopleList } from './people-list.ts';
import { type ShownPerson, showPerson } from './person-view.ts';
import { schoolClock } from './school-clock.ts';
import * as server from './server.ts';
import { setTimeZone } from './time.ts';

const main = document.getElementById('page-pane') as HTMLElement;
const clock = schoolClock();
const list = peopleList(document.getElementById('page-people') as HTMLElement, clock.element);

let everyone: Pick<Everyone, 'school' | 'people' | 'ideas'> = { school: '', people: [], ideas: [] };
let open: { person: string; shown: ShownPerson } | null = null;

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
  const { app } = open.shown.pane;
  if (app) setUnread(face.id, app, () => 0);
  main.focus({ preventScroll: true });
}

function setUnread(person: string, app: ChatApp, change: (unread: number) => number) {
  const face = faceOf(person);
  if (!face) return;
  face.unread[app] = change(face.unread[app]);
  list.setUnread(face);
  if (open?.person === person) open.shown.setUnread(face);
  title();
}

function title() {
  const unread = everyone.people.reduce((sum, face) => sum + unreadOf(face), 0);
  const name = open && faceOf(open.person)?.name;
  document.title = `${unread ? `(${unread}) ` : ''}${name ? `${name} · ` : ''}Countersign sandbox`;
}

function hear(event: ChatEvent) {
  if (event.kind === 'reach' || event.kind === 'clock') void look();
  if (event.kind === 'clock') return;
  const { app, person } = event;
  if (event.kind === 'read') return setUnread(person, app, () => 0);
  if (open?.person === person) open.shown.hear?.(event);
  if (event.kind !== 'message' || event.message.from !== 'bot') return;
  if (open?.person === person && open.shown.pane.app === app) return void server.markRead(person, app);
  setUnread(person, app, (unread) => unread + 1);
  const where = app === 'google' ? ' in Google Chat' : '';
  announce(`New message for ${faceOf(person)?.name}${where}`);
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
  const face = open && faceOf(open.person);
  if (face) open?.shown.setUnread(face);
  title();
}

await look();
follow();
addEventListener('hashchange', follow);
server.listen(hear, () => {
  void look();
  open?.shown.again?.();
});
