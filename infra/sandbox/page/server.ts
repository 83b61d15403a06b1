import type { Chat, ChatApp, ChatEvent, Everyone, PressAnswer, Reach, SchoolTime } from '../shapes.ts';
import type { Pressed } from './card.ts';
import type { GooglePressed } from './google-card.ts';

const FAILED = 'The sandbox does not answer. Is the server still running?';

async function ask<T>(path: string, body?: Record<string, unknown>): Promise<T & { words?: string | null }> {
  const answer = await fetch(`/sandbox/api/${path}`, {
    ...(body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch(() => null);
  if (!answer) return { words: FAILED } as T & { words: string };
  return (await answer.json().catch(() => ({ words: FAILED }))) as T & { words?: string | null };
}

export const everyone = () => ask<Everyone>('people');
export const goToNextMorning = () => ask<SchoolTime>('next-morning', {});
/** Opens a person's chat; the first time, Teams adds the app for them. */
export const openChat = (person: string) => ask<Chat>('open', { person });
export const markRead = (person: string, app: ChatApp) =>
  ask<object>(app === 'google' ? 'google/read' : 'read', { person });
export const say = (person: string, text: string) => ask<object>('say', { person, text });
/** Attaches a file, as base64. */
export async function attach(person: string, file: File) {
  const read = new FileReader();
  const url = await new Promise<string>((resolve, reject) => {
    read.onload = () => resolve(read.result as string);
    read.onerror = () => reject(read.error);
    read.readAsDataURL(file);
  });
  return ask<object>('attach', { person, name: file.name, type: file.type, data: url.slice(url.indexOf(',') + 1) });
}
export const setReach = (person: string, reach: Reach) => ask<Chat>('reach', { person, reach });
export const press = (person: string, pressed: Pressed & { message: string }) =>
  ask<PressAnswer>('press', { person, ...pressed });

/** Opens the add-on's sidebar, or sends a press in it; the answer is what Google gets. */
export const sidebar = (person: string, pressed?: GooglePressed['pressed']) =>
  ask<{ answer?: unknown }>('google/sidebar', { person, ...(pressed && { pressed }) });
export const openGoogleChat = (person: string) => ask<Chat>('google/open', { person });
export const sayInGoogleChat = (person: string, text: string) => ask<object>('google/say', { person, text });
export const pressInGoogleChat = (person: string, pressed: GooglePressed & { message: string }) =>
  ask<PressAnswer>('google/press', { person, message: pressed.message, pressed: pressed.pressed });

/** Hears what happens in every chat. `again` is called when the connection is back after a break: events may be missing. */
export function listen(hear: (event: ChatEvent) => void, again: () => void): void {
  let broken = false;
  const source = new EventSource('/sandbox/api/events');
  source.onmessage = ({ data }) => hear(JSON.parse(data) as ChatEvent);
  source.onerror = () => {
    broken = true;
  };
  source.onopen = () => {
    if (broken) again();
    broken = false;
  };
}
