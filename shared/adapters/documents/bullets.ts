import type { Block } from '../../agreements/blocks.ts';

/** Bullets as people and word processors type them, besides the hyphen. */
export const GLYPH_BULLET = /^(?:[•▪◦●○■□➢➤►▶✓✔❖♦★☆·\uf0b7\uf0a7\uf0fc\uf0d8]\s*)+/u;

const STAR = /^[★☆]/u;
const FRAMED = /[★☆]$/u;

/**
 * Takes typed bullets off the text and makes points of the paragraphs that bore them. A star is a bullet beside another
 * starred line; a line of its own, or one between two stars, is only decorated.
 */
export function withoutBullets(blocks: Block[]): Block[] {
  const isStarred = (block: Block | undefined) =>
    block !== undefined && STAR.test(block.text) && !FRAMED.test(block.text);
  return blocks.map((block, index) => {
    if (!GLYPH_BULLET.test(block.text) && !FRAMED.test(block.text)) return block;
    const text = block.text.replace(GLYPH_BULLET, '').replace(/\s*[★☆]+$/u, '');
    const isOrnament = STAR.test(block.text)
      ? !isStarred(block) || !(isStarred(blocks[index - 1]) || isStarred(blocks[index + 1]))
      : false;
    const isPoint = block.kind === 'paragraph' && GLYPH_BULLET.test(block.text) && !isOrnament;
    return isPoint ? { ...block, kind: 'item', text } : { ...block, text };
  });
}
