/** What each permission is for, as Google names it (after https://www.googleapis.com/auth/). */
interface Permission {
  purpose: string;
  /** Asked for when nothing is changed, when an area names shared drives, an account is closed, or notes are written on Chromebooks. */
  needed: 'to-look' | 'to-see-drives' | 'to-close' | 'to-note';
}

/** Every permission the product uses. Each is granted, or not, to the service account in Google's Admin console. */
export const SCOPES = {
  'admin.directory.user.readonly': {
    purpose: 'who works here, who can sign in, who has 2-Step Verification',
    needed: 'to-look',
  },
  'admin.directory.group.readonly': { purpose: 'who is in which group', needed: 'to-look' },
  'admin.directory.rolemanagement.readonly': { purpose: 'which leavers are still administrators', needed: 'to-look' },
  'admin.directory.user.security': {
    purpose: "a leaver's app passwords, backup codes and connected apps; signing people out",
    needed: 'to-look',
  },
  'admin.directory.device.mobile.readonly': { purpose: "phones that still hold a leaver's account", needed: 'to-look' },
  'admin.directory.device.chromeos.readonly': {
    purpose: "the school's Chromebooks, and those still in a leaver's name",
    needed: 'to-look',
  },
  'admin.reports.audit.readonly': {
    purpose: 'what changed since last time, when an account was suspended, whether people sign in elsewhere',
    needed: 'to-look',
  },
  'admin.reports.usage.readonly': { purpose: 'whether a leaver still owns files in Drive', needed: 'to-look' },
  'admin.datatransfer.readonly': { purpose: "whether a leaver's files were handed over", needed: 'to-look' },
  'gmail.settings.basic': {
    purpose: "a leaver's forwarding, filters, delegates and auto-reply (no mail is read)",
    needed: 'to-look',
  },
  'apps.licensing': { purpose: 'which licences a leaver still holds, and taking them back', needed: 'to-look' },
  // The least that lists who is in a shared drive; a drive's own name would take the right to read every file.
  'drive.metadata.readonly': {
    purpose: 'who can get into the shared drives that the school file names (no file is read)',
    needed: 'to-see-drives',
  },
  'admin.directory.user': { purpose: 'blocking sign-in of an account', needed: 'to-close' },
  'admin.directory.group.member': { purpose: 'removing an account from groups', needed: 'to-close' },
  'admin.directory.device.chromeos': {
    purpose: 'noting on a Chromebook who has borrowed it and where it is',
    needed: 'to-note',
  },
} as const satisfies Record<string, Permission>;

export type Scope = keyof typeof SCOPES;

/** What people are written to with: as the app itself, and as the person to whom a chat is opened or from whom mail goes. */
export type WritingScope = 'chat.bot' | 'chat.spaces.create' | 'gmail.send';

export type AnyScope = Scope | WritingScope;

const all = Object.keys(SCOPES) as Scope[];

/** A mailbox's settings are read as the person; everything else as the administrator. */
export const MAILBOX: readonly Scope[] = ['gmail.settings.basic'];
export const TO_LOOK: readonly Scope[] = all.filter(
  (scope) => SCOPES[scope].needed === 'to-look' && !MAILBOX.includes(scope),
);
export const TO_NOTE: readonly Scope[] = all.filter((scope) => SCOPES[scope].needed === 'to-note');
export const TO_SEE_DRIVES: readonly Scope[] = all.filter((scope) => SCOPES[scope].needed === 'to-see-drives');
export const TO_CLOSE: readonly Scope[] = all.filter(
  (scope) => ![...MAILBOX, ...TO_NOTE, ...TO_SEE_DRIVES].includes(scope),
);

/** The address by which Google knows a permission; what an administrator pastes into the console. */
export const scopeUrl = (scope: AnyScope): string => `https://www.googleapis.com/auth/${scope}`;

/** Where the permission is granted, as a sentence without its full stop. */
export const howToGrant = (scope: AnyScope, clientId: string): string =>
  `In Google's Admin console, under Security › Access and data control › API controls › Manage domain-wide delegation, add ${scopeUrl(scope)} to client ${clientId}`;
