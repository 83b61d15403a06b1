const LATE =
  /\b(?:over ?due|ovedue|overdu|late|past (?:the|their|its|it's|it’s|our|your|a)? ?(?:signing |review |due )?(?:deadline|date|due date|review|review date)|past due|missed (?:the|their|a|any|my) ?deadlines?|behind (?:with|on))\b/i;
const NOT_LATE = /\b(?:of late|late(?:r|st)\b|late (?:night|shift|bus))/i;

/** Whether somebody says that something is late, in any of the ways people say it. */
export const isLate = (text: string): boolean => LATE.test(text) && !NOT_LATE.test(text);
