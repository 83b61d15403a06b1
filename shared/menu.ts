import { commands } from './features.ts';

/** A command as it stands in the menu of a chat that knows its commands by number: Google Chat. */
export interface MenuEntry {
  /** From 1 to 1,000, and always the same for the same command. */
  number: number;
  /** "/who-hasnt-signed" */
  slash: string;
  /** What is asked when it is chosen. */
  title: string;
  hint: string;
}

/** The commands of the chat's menu, those of Teams' menu too. */
export const menu: MenuEntry[] = commands
  .filter(({ inMenu }) => inMenu)
  .map(({ id, title, hint }) => ({ number: numberOf(id), slash: `/${slug(title)}`, title, hint }));

/**
 * A number that follows from a command's id alone, so that commands may come, go and change places while menus that
 * administrators typed in long ago go on meaning the same. FNV-1a, folded; a test sees to it that no two are alike.
 */
function numberOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(id)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return (hash % 1000) + 1;
}

function slug(title: string): string {
  const words = title.toLowerCase().replaceAll(/['’]/g, '');
  return words.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}
