import { join } from 'node:path';
import { type Config, isSandbox, readConfig } from '../shared/config.ts';
import { readSchool, type School } from '../shared/school.ts';

/** What the server and the command line both start from. */
export interface Settings {
  config: Config;
  school: School;
  /** No door is set up: the school is invented, and Teams and Google are played on this machine. */
  sandbox: boolean;
}

/** The tenant of an invented school whose file names none. */
const SANDBOX_TENANT = '00000000-0000-4000-8000-000000000000';

/** The invented school's files. */
export const SANDBOX_SCHOOL = join(import.meta.dirname, 'sandbox', 'school');

/**
 * Reads the environment and the school file.
 * @throws ConfigError, one line a problem.
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const config = readConfig(environment);
  const school = readSchool(config.SCHOOL_FILE ?? join(SANDBOX_SCHOOL, 'school.yaml'));
  const sandbox = isSandbox(config);
  const tenant = config.MicrosoftAppTenantId ?? school.tenant ?? (sandbox ? SANDBOX_TENANT : undefined);
  return {
    // Nobody signs in to a sandbox: it is for this machine alone.
    config: sandbox ? { ...config, HOST: '127.0.0.1' } : config,
    school: { ...school, ...(tenant && { tenant }) },
    sandbox,
  };
}
