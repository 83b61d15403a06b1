import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decode, encode } from 'fast-png';
import { checkIcon, type IconName, iconSizes, readIcons } from '../../manifest/teams/icons.ts';

const folder = new URL('../../manifest/teams/icons/', import.meta.url);

type Pixel = [red: number, green: number, blue: number, alpha: number];
const teal: Pixel = [18, 72, 90, 255];
const white: Pixel = [255, 255, 255, 255];
const clear: Pixel = [0, 0, 0, 0];

/** A PNG whose left half is one colour and whose right half another. */
const halves = (width: number, height: number, left: Pixel, right: Pixel = left): Uint8Array =>
  encode({
    width,
    height,
    channels: 4,
    data: Uint8Array.from(
      Array.from({ length: width * height }, (_, i) => (i % width < width / 2 ? left : right)).flat(),
    ),
  });

describe('the icons of the product', () => {
  test('are what Teams asks for', async () => {
    const icons = await readIcons(folder);
    for (const [name, size] of Object.entries(iconSizes)) {
      expect(decode(icons[name as IconName])).toMatchObject({ width: size, height: size, depth: 8 });
    }
  });

  test('the colour one keeps its drawing within the 96 pixels that no crop touches', async () => {
    const { data, channels } = decode((await readIcons(folder)).color);
    const background = [...data.subarray(0, 3)];
    for (let y = 0; y < 192; y++) {
      for (let x = 0; x < 192; x++) {
        if (x >= 48 && x < 144 && y >= 48 && y < 144) continue;
        const at = (y * 192 + x) * channels;
        if (data[at] !== background[0] || data[at + 1] !== background[1] || data[at + 2] !== background[2]) {
          throw new Error(`The drawing leaves the safe square at ${x}, ${y}.`);
        }
      }
    }
  });
});

describe('an icon is refused', () => {
  test.each<[string, IconName, Uint8Array, string]>([
    ['of another size', 'color', halves(96, 96, teal), 'The icon color.png must be 192x192 pixels; it is 96x96.'],
    [
      'that is not square',
      'outline',
      halves(32, 30, white, clear),
      'The icon outline.png must be 32x32 pixels; it is 32x30.',
    ],
    [
      'that is no picture',
      'color',
      new TextEncoder().encode('<svg/>'),
      'The icon color.png can’t be read as a PNG picture.',
    ],
    [
      'with clear corners',
      'color',
      halves(192, 192, teal, clear),
      'The icon color.png must fill its whole square: Teams rounds the corners itself.',
    ],
    [
      'with another colour',
      'outline',
      halves(32, 32, teal, clear),
      'The icon outline.png must be white on a transparent background, with no other colour.',
    ],
    [
      'without a background to see through',
      'outline',
      halves(32, 32, white),
      'The icon outline.png must be a white drawing on a transparent background.',
    ],
    [
      'without a drawing',
      'outline',
      halves(32, 32, clear),
      'The icon outline.png must be a white drawing on a transparent background.',
    ],
  ])('%s (%s)', (_, name, bytes, sentence) => {
    expect(() => checkIcon(name, bytes)).toThrow(sentence);
  });

  test('in grey or with a palette', () => {
    const grey = encode({ width: 192, height: 192, channels: 1, data: new Uint8Array(192 * 192) });
    expect(() => checkIcon('color', grey)).toThrow('The icon color.png must be saved in full colour');
  });

  test('that is cut short', async () => {
    const { color } = await readIcons(folder);
    expect(() => checkIcon('color', color.subarray(0, 200))).toThrow(
      'The icon color.png can’t be read as a PNG picture.',
    );
  });

  test('that is not there', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'icons-'));
    try {
      await writeFile(join(empty, 'color.png'), halves(192, 192, teal));
      await expect(readIcons(pathToFileURL(`${empty}/`))).rejects.toThrow('The icon outline.png is missing');
    } finally {
      await rm(empty, { recursive: true });
    }
  });
});
