import type { School } from '../../shared/school.ts';
import { parseSchool } from '../../shared/school.ts';

/** A small school whose rules a test can see at a glance. */
export const school: School = parseSchool(`
school: { name: Larkenmere School }
roles:
  headteacher: { sees: school, may: [remind, export, publish, campaign, hear-refusals] }
  business-manager: { sees: school, may: [remind, export, publish, campaign] }
  line-manager: { sees: team, may: [remind] }
  governor: { sees: counts }
audiences:
  all-staff: { roles: [staff] }
`);

/** A Monday morning in term. */
export const monday = new Date('2026-11-23T09:00:00Z');
