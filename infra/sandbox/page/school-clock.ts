import { el } from '../../../addon/el.ts';
import type { SchoolTime } from '../shapes.ts';
import { announce } from './announce.ts';
import * as server from './server.ts';
import { sayShortDay, sayTime } from './time.ts';

/** How often what it shows is looked at, in ms. */
const EVERY = 5_000;

/** What time it is at school, and the way to its next morning: nobody is written to at night or at a weekend. */
export interface SchoolClock {
  element: HTMLElement;
  show(time: SchoolTime): void;
  /** The school's time at this moment. */
  now(): Date;
}

export function schoolClock(): SchoolClock {
  let time: SchoolTime | null = null;
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const moment = el('p', { class: 'moment' });
  const hours = el('p', { class: 'hours' });
  const go = el('button', { type: 'button', class: 'chip', click: () => void forward() });
  const element = el('section', { class: 'clock', 'aria-label': 'Time at school' }, el('div', {}, moment, hours), go);

  function draw() {
    if (!time) return;
    moment.textContent = `${sayShortDay(now())}, ${sayTime(now())}`;
    hours.textContent = time.isOpen ? 'In school hours' : 'Out of school hours: nobody is written to';
    go.textContent = `Go on to ${sayShortDay(time.nextMorning)}, ${sayTime(time.nextMorning)}`;
  }

  function show(at: SchoolTime) {
    time = at;
    ahead = new Date(at.now).getTime() - Date.now();
    draw();
  }

  async function forward() {
    const at = await server.goToNextMorning();
    if (!at.now) return;
    show(at);
    announce(`It is ${moment.textContent} at school`);
  }

  setInterval(draw, EVERY);
  return { element, show, now };
}
