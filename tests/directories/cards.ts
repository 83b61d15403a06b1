import type { View } from '../../shared/view/view.ts';
import { type Someone, wordsOf } from '../fakes/app.ts';
import type { Both } from './school.ts';

/** What somebody has in the chat. */
export const cards = ({ t }: Both, { objectId }: Someone): View[] => t.mailbox.of(objectId);

export const words: (view: View) => string = wordsOf;
