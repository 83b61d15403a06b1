import { createHash } from 'node:crypto';
import { canonical } from '../ledger/index.ts';
import type { Node, View } from '../view/view.ts';

/** What of a view somebody reads: everything but its buttons, and what stands in its fields before they type. */
const readOf = ({ title, nodes }: View): string =>
  canonical({
    title,
    nodes: nodes.flatMap<Partial<Node>>((node) => {
      switch (node.kind) {
        case 'buttons':
          return [];
        case 'input': {
          const { value: _, ...asked } = node;
          return [asked];
        }
        case 'rows':
          return [{ kind: 'rows', rows: node.rows.map(({ button: _, ...row }) => row) }];
        default:
          return [node];
      }
    }),
  });

/** What somebody was shown, as canonical JSON, and its SHA-256 (hex): the same words give the same hash. */
export function shown(view: View): { content: string; hash: string } {
  const content = readOf(view);
  return { content, hash: sha256(content) };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
