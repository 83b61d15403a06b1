import { t } from '../../language/words.ts';

/** On cards where a photo is of use. */
export const HOW_TO_SEND = t`Photos: send them to me in the chat.`;

/** Of the field beside it, for a photo that is kept elsewhere. */
export const PHOTO_LINK = t`Photo that is kept elsewhere: a link to it`;
