/** The services of the cases, as the options of `duet tune pool` that start each of them. */
import path from 'node:path';
import { root } from '../tests/e2e/duet-process.ts';

const NODE = `"${process.execPath}"`;
const example = (file: string) => `"${path.join(root, 'fixtures/examples', file)}"`;

/** All processes of a case together. */
export const RATE_PER_S = 100;
const SHORT = ['--rate', `${RATE_PER_S}`, '--time-budget', '10s'];
const GET = ['--request', 'GET /'];

export const withEnv = (env: Record<string, string>): string[] =>
  Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);

/** The service of tune-cases in a mode. */
export const service = (env: Record<string, string> = {}, file = 'service.js'): string[] => [
  ...['--command', `${NODE} ${example(`tune-cases/${file}`)}`, ...GET, ...SHORT],
  ...withEnv({ PORT: '{port}', CASES_CONNECTIONS: '{pool_max}', CASES_WAIT_MS: '{pool_timeout_ms}', ...env }),
];

const ITEMS_JS = `${NODE} ${example('node-items/server.js')}`;

/** A service whose callers choose the ids. @param around the command, e.g. what puts it into the background. */
export const items = (more: string[], around = (command: string) => command): string[] => [
  ...['--command', around(ITEMS_JS), ...SHORT, ...more],
  ...withEnv({ PORT: '{port}', ITEMS_CONNECTIONS: '{pool_max}', ITEMS_WAIT_MS: '{pool_timeout_ms}' }),
];

export const WRITE_ITEM = ['--request', 'POST /items {"id": {n}}', '--header', 'Idempotency-Key: {uuid}'];

/** A service of SQLAlchemy, with further options for uvicorn. */
export const pythonService = (env: Record<string, string> = {}, options = ''): string[] => [
  '--command',
  `"${path.join(root, 'python/.venv/bin/uvicorn')}" --app-dir ${example('tune-cases')} case_service:app --port {port} ${options}`,
  // Python, times the workers, is slow to start where others are at work.
  ...[...GET, ...SHORT, '--ready-timeout', '3m'],
  ...withEnv({ CASES_POOL_SIZE: '{pool_size}', CASES_MAX_OVERFLOW: '{max_overflow}', ...env }),
];
