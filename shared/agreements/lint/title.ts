import { FRONT_PAGE } from '../passages.ts';
import type { Rule } from './finding.ts';

/** A document that doesn't begin with its own name: people would be asked to sign a file name. */
export const title: Rule = ({ reading }) =>
  reading.untitled
    ? [
        {
          rule: 'title',
          severity: 'warning',
          place: { section: FRONT_PAGE, quote: reading.text.title },
          message:
            'The document does not begin with its name, so the file name is used. Write the name of the agreement on the first line.',
        },
      ]
    : [];
