import type { Feature } from '../feature.ts';

/** The texts: read from the school's own documents, checked, published as editions that never change. */
export const agreements: Feature = { actions: [], commands: [], jobs: [] };

export { type Change, changesBetween } from './changes.ts';
export { type Draft, draftOf, drafts, keepDraft, publishDraft, type Remark, slugOf } from './drafts.ts';
export {
  currentEdition,
  currentHead,
  type Edition,
  type EditionHead,
  editionOf,
  type Publication,
  publishEdition,
} from './editions.ts';
export { changeNodes, pageNodes } from './nodes.ts';
export { pagesOf } from './pages.ts';
export type { AgreementText, Section, Statement } from './text.ts';
