/** Runs one script of ours to its end, and reads the JSON that it prints. */
import { DuetError, EXIT } from '../errors.ts';
import { runToEnd } from '../lab/run-to-end.ts';
import { inherited } from '../lab/services.ts';
import type { Workplace } from '../lab/workplace.ts';

/** They take a second or two; a machine may be busy. */
const TIMEOUT_MS = 30_000;
/** How much of what a script said a message shows. */
const TAIL_LINES = 20;

export interface ScriptOptions {
  command: string;
  file: string;
  env: Record<string, string>;
  signal: AbortSignal;
}

/** @throws DuetError (exit 4) with the end of what it said; the signal's reason when it aborts. */
export async function runScript<T>(workplace: Workplace, { command, file, env, signal }: ScriptOptions): Promise<T> {
  const startedMs = performance.now();
  const result = await runToEnd(workplace, command, [file], {
    signal,
    // No __pycache__ is left beside the scripts.
    env: { ...inherited('PATH', 'HOME', 'LANG', 'LD_LIBRARY_PATH', 'TMPDIR'), PYTHONDONTWRITEBYTECODE: '1', ...env },
    timeoutMs: TIMEOUT_MS,
  });
  if (!result.failed) return JSON.parse(result.stdout);
  const said = result.stderr?.trimEnd().split('\n').slice(-TAIL_LINES).join('\n    ') || result.originalMessage;
  const isLate = performance.now() - startedMs >= TIMEOUT_MS;
  const ended = result.signal ? `was ended by ${result.signal}` : `exited with code ${result.exitCode}`;
  const how = isLate ? `did not end within ${TIMEOUT_MS / 1_000} s` : ended;
  throw new DuetError(`${file} ${how}; the end of what it said:\n    ${said}`, {
    exitCode: EXIT.environment,
    hint: `check that ${command} has the packages of the services; \`duet doctor\` says what is missing`,
  });
}
