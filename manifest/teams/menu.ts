import { commands } from '../../shared/features.ts';
import type { MenuCommand } from './manifest.ts';

const offered = (some: typeof commands): MenuCommand[] =>
  some.filter(({ inMenu }) => inMenu).map(({ title, hint }) => ({ title, description: hint }));

/** The menus of the bot. Where others read along, only what anyone may ask is put forward. */
export const teamsMenus = {
  personal: offered(commands),
  shared: offered(commands.filter(({ who }) => who === 'person')),
};
