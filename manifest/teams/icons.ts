/** The two pictures of the Teams package, and what Teams asks of them (learn.microsoft.com: "Teams app package", App icons). */
import { readFile } from 'node:fs/promises';
import { type DecodedPng, decode } from 'fast-png';
import { Refusal } from '../../shared/errors.ts';

/** Side length in pixels of each icon. Both are square PNGs. */
export const iconSizes = { color: 192, outline: 32 } as const;

export type IconName = keyof typeof iconSizes;

/** The bytes of each PNG. */
export type Icons = Record<IconName, Uint8Array>;

/**
 * Reads `color.png` and `outline.png` and holds them against Teams' rules, which no schema knows.
 * @throws Refusal if one is missing, isn't a PNG, or breaks a rule
 */
export async function readIcons(folder: URL): Promise<Icons> {
  const [color, outline] = await Promise.all([readIcon(folder, 'color'), readIcon(folder, 'outline')]);
  return { color, outline };
}

async function readIcon(folder: URL, name: IconName): Promise<Uint8Array> {
  const bytes = await readFile(new URL(`${name}.png`, folder)).catch(() => {
    throw new Refusal(`The icon ${name}.png is missing from manifest/teams/icons.`);
  });
  checkIcon(name, bytes);
  return bytes;
}

/** @throws Refusal that names the icon and the rule it breaks */
export function checkIcon(name: IconName, bytes: Uint8Array): void {
  const size = iconSizes[name];
  const image = picture(name, bytes);
  if (image.width !== size || image.height !== size) {
    throw new Refusal(`The icon ${name}.png must be ${size}x${size} pixels; it is ${image.width}x${image.height}.`);
  }
  if (image.depth !== 8 || image.channels < 3 || image.palette) {
    throw new Refusal(`The icon ${name}.png must be saved in full colour (8 bits a channel, no palette).`);
  }
  if (name === 'color' && pixels(image).some(({ alpha }) => alpha < 255)) {
    throw new Refusal('The icon color.png must fill its whole square: Teams rounds the corners itself.');
  }
  // Smoothed edges are half transparent, which is fine; a pixel that shows at all must be pure white.
  if (name === 'outline' && pixels(image).some(({ alpha, white }) => alpha > 0 && !white)) {
    throw new Refusal('The icon outline.png must be white on a transparent background, with no other colour.');
  }
  if (
    name === 'outline' &&
    !(pixels(image).some(({ alpha }) => alpha === 0) && pixels(image).some(({ alpha }) => alpha === 255))
  ) {
    throw new Refusal('The icon outline.png must be a white drawing on a transparent background.');
  }
}

function picture(name: IconName, bytes: Uint8Array): DecodedPng {
  try {
    return decode(bytes);
  } catch {
    throw new Refusal(`The icon ${name}.png can’t be read as a PNG picture.`);
  }
}

function pixels({ data, channels }: DecodedPng): { alpha: number; white: boolean }[] {
  return Array.from({ length: data.length / channels }, (_, index) => {
    const [red, green, blue, alpha = 255] = data.subarray(index * channels, (index + 1) * channels);
    return { alpha, white: red === 255 && green === 255 && blue === 255 };
  });
}
