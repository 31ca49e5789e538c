/** Listens, says where on stdout, and stops on SIGTERM, SIGINT or the end of stdin. */
import { buildApp } from './app.ts';
import { readSettings, type Settings, SettingsError } from './settings.ts';

/** A request that is still running this long after the signal is cut off. */
const GRACE_MS = 1_000;
const EXIT_USAGE = 2;
const EXIT_ENVIRONMENT = 4;

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`duet-node: ${error.message}\n`);
    process.exit(EXIT_USAGE);
  }
}

const settings = settingsOrExit();
const app = buildApp(settings, { level: 'warn', stream: process.stderr });

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Not only the connections: closing also waits for the queries of the requests.
  setTimeout(() => process.exit(0), GRACE_MS).unref();
  await app.close();
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
if (settings.exitWithParent) process.stdin.on('end', stop).on('error', stop).resume();

try {
  const listening = await app.listen({ host: settings.host, port: settings.port });
  process.stdout.write(`${JSON.stringify({ listening })}\n`);
} catch (error) {
  process.stderr.write(`duet-node: cannot start: ${error instanceof Error ? error.message : error}\n`);
  process.exit(EXIT_ENVIRONMENT);
}
