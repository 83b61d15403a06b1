import * as z from 'zod';
import { type Action, action, type Command, type Context, command, type Home } from '../feature.ts';
import { t } from '../language/words.ts';
import { text, view } from '../view/build.ts';
import type { Node } from '../view/view.ts';

const Nothing = z.strictObject({});

/** The page that people begin with, as an action and as what they say for it. */
export interface Beginning {
  action: Action<typeof Nothing>;
  command: Command;
}

/**
 * Makes that page of what the features have for it: first what concerns the person, then the desk of somebody who looks
 * after others.
 */
export function begin(parts: Home[]): Beginning {
  const show = action({
    id: 'home.show',
    who: 'person',
    input: Nothing,
    async run(_, context) {
      const mine = await gathered(parts, 'mine', context);
      const desk = await gathered(parts, 'desk', context);
      return view(
        t`Hello ${context.actor.person.name.trim().split(/\s+/)[0] ?? ''}`,
        ...(mine.length
          ? mine
          : [text(t`There is nothing for you to do. When the school asks you for something, it stands here.`)]),
        ...(desk.length ? [text(t`Your desk`, 'heading'), ...desk] : []),
      );
    },
  });
  return {
    action: show,
    command: command({
      id: 'home.show',
      title: 'home',
      hint: t`What you have to sign, what you have asked for, and how things stand.`,
      who: 'person',
      phrases: [
        'home',
        'home page',
        'my home',
        'go home',
        'start page',
        'my page',
        'my overview',
        'dashboard',
        'my desk',
      ],
      run: (_, context) => show.run({}, context),
    }),
  };
}

/** In the order of the features. */
async function gathered(parts: Home[], of: keyof Home, context: Context): Promise<Node[]> {
  const nodes: Node[] = [];
  for (const part of parts) nodes.push(...((await part[of]?.(context)) ?? []));
  return nodes;
}
