import { passagesOf } from '../passages.ts';
import type { Reading } from '../structure.ts';
import { contents } from './contents.ts';
import { deadLinks } from './dead-links.ts';
import type { LintFinding, Rule } from './finding.ts';
import { missingForms } from './missing-forms.ts';
import { missingParts } from './missing-parts.ts';
import { numbering } from './numbering.ts';
import { outdated } from './outdated.ts';
import { paperForms } from './paper-forms.ts';
import { personalNames } from './personal-names.ts';
import { repeatedSections } from './repeated-sections.ts';
import { reviewDates } from './review-dates.ts';
import { schoolNames } from './school-names.ts';
import { templateText } from './template-text.ts';
import { title } from './title.ts';
import { twoAnswers } from './two-answers.ts';
import { undefinedRoles } from './undefined-roles.ts';
import { unfinished } from './unfinished.ts';

export type { LintFinding } from './finding.ts';

/** Every rule, the gravest first. */
const RULES: Rule[] = [
  templateText,
  deadLinks,
  missingParts,
  schoolNames,
  reviewDates,
  outdated,
  undefinedRoles,
  missingForms,
  numbering,
  contents,
  twoAnswers,
  repeatedSections,
  unfinished,
  personalNames,
  paperForms,
  title,
];

/** Of one kind, more findings than this tell nothing new. */
const MOST_OF_A_KIND = 30;

/** What should be looked at before a policy is published, the gravest first. `today` is an ISO date. */
export function lint(reading: Reading, today: string): LintFinding[] {
  const inspected = { reading, passages: passagesOf(reading), today };
  const findings = RULES.flatMap((rule) => rule(inspected).slice(0, MOST_OF_A_KIND));
  return [
    ...findings.filter((finding) => finding.severity === 'error'),
    ...findings.filter((finding) => finding.severity === 'warning'),
  ];
}
