import { ConfigError } from '../shared/errors.ts';
import { createLog } from './log.ts';
import { readSettings } from './settings.ts';
import { startServer } from './start.ts';

/** `npm start`: reads the settings, starts the server, says where to look, and ends cleanly on Ctrl-C. */
try {
  const settings = readSettings(process.env);
  const log = createLog(settings.config.LOG_LEVEL);
  const { url, stop } = await startServer(settings, log);
  if (settings.sandbox) {
    console.log(
      `\n  ${settings.school.school.name}, an invented school, is open:\n\n      ${url}/sandbox\n\n  Data is kept in ${settings.config.DATA_DIR}. Ctrl-C ends it.\n`,
    );
  } else log.info({ url }, 'ready');

  const end = async () => {
    process.off('SIGINT', end).off('SIGTERM', end);
    await stop();
    process.exit(0);
  };
  process.on('SIGINT', end).on('SIGTERM', end);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(1);
}
