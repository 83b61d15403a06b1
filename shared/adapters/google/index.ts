import type { Directory } from '../../directories/port.ts';
import { accounts } from './accounts.ts';
import { check } from './check.ts';
import { closingSteps } from './closing.ts';
import { annotate, devices } from './devices.ts';
import { groupsAndDrives } from './drives.ts';
import { createElsewhere } from './elsewhere.ts';
import { leaver } from './leaver/leaver.ts';
import { mfa } from './mfa.ts';
import { createRoles } from './roles.ts';
import { type GooglePorts, openSession } from './session.ts';
import type { GoogleSettings } from './settings.ts';

export type { GooglePorts } from './session.ts';
export { type GoogleSettings, googleSettings } from './settings.ts';

/** A Google Workspace customer as a directory, read through a service account with domain-wide delegation. */
export function googleDirectory(settings: GoogleSettings, ports: GooglePorts): Directory {
  const session = openSession(settings, ports);
  const signsInElsewhere = createElsewhere(session);
  const rolesOf = createRoles(session);
  return {
    provider: 'google',
    tenant: settings.customer,
    accounts: (cursor) => accounts(session, cursor),
    groups: () => groupsAndDrives(session),
    mfa: (asked) => mfa(session, asked, signsInElsewhere),
    leaver: (objectId, leftOn) => leaver(session, { rolesOf, signsInElsewhere }, objectId, leftOn),
    devices: () => devices(session),
    ...(settings.annotate && { annotate: (deviceId, note) => annotate(session, deviceId, note) }),
    closing: closingSteps(session, settings.closing ?? []),
    check: () => check(session),
  };
}
