import type { Generated } from 'kysely';

/** Someone who works at, governs or visits a school. Times and roles are as the last import told them. */
export interface PersonRow {
  id: string;
  name: string;
  /** Lower case, or null for someone without one. */
  email: string | null;
  department: string | null;
  job_title: string | null;
  /** The line manager's person id. */
  manager: string | null;
  /** The school's id in school.yaml. */
  school: string;
  start_date: string | null;
  /** The last day; the person has left on the day after. */
  leave_date: string | null;
}

/** Who says so: the school's list, or a directory. */
type Source = 'list' | 'directory';

/** What only figures look at. */
interface Noted {
  /**
   * One campaign that was running when this was noted and has an assignment for them; empty when none did, null when nobody
   * looked yet. Whoever reads it looks whether it still runs and still asks them.
   */
  asked_by: Generated<string | null>;
}

/** What only the import and the directories look at. */
interface Origin {
  employee_id: string | null;
  /** The last day in school, if the contract ends later. */
  last_working_day: string | null;
  /** Who made the person: the list's own stay while the list has them, the directory's while an account is there. */
  source: Generated<Source>;
  /** JSON object, column -> value as a directory wrote it: it may change a column that still says what it wrote, or nothing. */
  from_directory: Generated<string>;
}

export interface PeopleTables {
  people: PersonRow & Origin & Noted;
  person_roles: { person: string; role: string; source: Generated<Source> };
  /** Names as they are compared: without case, accents and order. Kept up to date when a directory is read. */
  person_names: { person: string; name: string; key: string };
  /** A directory identity and whose it is. */
  accounts: {
    provider: 'entra' | 'google';
    tenant: string;
    object_id: string;
    person: string;
    bound_at: string;
    /**
     * `import`: the school's own export named the object id. `address`: the platform vouches for the address.
     * `employee-id`: so do both. `directory`: the person was made from it. `human`: someone decided a doubt.
     */
    bound_by: 'import' | 'address' | 'employee-id' | 'directory' | 'human';
  };
}
