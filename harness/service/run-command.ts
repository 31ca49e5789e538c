/** Running a command of the reader's to its end, with its output in a log: all that it starts ends with it, wherever it has gone. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { inWords } from '../duration.ts';
import { DuetError, EXIT } from '../errors.ts';
import { endAll, MARK, markedProcesses } from '../lab/process-family.ts';
import type { Workplace } from '../lab/workplace.ts';
import { hideSecrets } from '../secrets.ts';

export interface CommandRun {
  workplace: Workplace;
  /** What messages call it: "`build` of base". */
  what: string;
  words: readonly [program: string, ...args: string[]];
  cwd: string;
  /** Its whole environment. */
  env: Readonly<Record<string, string>>;
  logFile: string;
  /** It is ended then. */
  timeoutMs: number;
  /** What to try where it was. */
  lateHint: string;
  /** What to try where it failed. */
  hint: string;
  signal: AbortSignal;
}

/** What it has started may keep its output open; its own last lines arrive within this. */
const LAST_LINES_MS = 200;
/** How much of its output a message shows. */
const TAIL_LINES = 12;

/** @throws DuetError (exit 4) with the end of its output where it fails; the signal's reason when it aborts. */
export async function runCommand({ workplace, what, words, signal, timeoutMs, ...options }: CommandRun): Promise<void> {
  signal.throwIfAborted();
  const [program, ...args] = words;
  const mark = randomUUID();
  const child = execa(program, args, {
    cwd: options.cwd,
    env: { ...options.env, [MARK]: mark },
    extendEnv: false,
    all: true,
    buffer: false,
    reject: false,
    stdin: 'ignore',
    detached: true,
    cleanup: false,
  });
  const failed = (how: string, hint: string) => new DuetError(`${what} ${how}`, { exitCode: EXIT.environment, hint });
  const { pid } = child;
  if (pid === undefined) {
    const { originalMessage = 'unknown reason' } = await child;
    throw failed(`could not be started: ${originalMessage}`, options.hint);
  }
  workplace.own(pid, what, mark);
  const log = createWriteStream(options.logFile, { flags: 'a' });
  log.on('error', () => {});
  const tail: string[] = [];
  const lines = createInterface({ input: child.all });
  const heard = once(lines, 'close');
  lines.on('line', (line) => {
    const shown = hideSecrets(line);
    log.write(`${shown}\n`);
    tail.push(shown);
    if (tail.length > TAIL_LINES) tail.shift();
  });

  const kill = () => killGroup(pid);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const ending = AbortSignal.any([signal, late.signal]);
  ending.addEventListener('abort', kill);
  const [code, killedBy] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.nodeChildProcess.once('exit', (...how) => resolve(how));
  });
  clearTimeout(timer);
  ending.removeEventListener('abort', kill);
  kill(); // what it may have started and not ended
  await endAll(() => markedProcesses([mark]));
  await Promise.race([heard, sleep(LAST_LINES_MS, undefined, { ref: false })]);
  for (const end of [child.stdout, child.stderr]) end.destroy();
  await new Promise<void>((resolve) => log.end(resolve));
  workplace.disown(pid);
  signal.throwIfAborted();
  if (code === 0 && !late.signal.aborted) return;
  const how = killedBy === null ? `exited with code ${code}` : `was ended by ${killedBy}`;
  const said = tail.length === 0 ? '' : `; the end of its output:\n    ${tail.join('\n    ')}`;
  if (late.signal.aborted) throw failed(`did not end within ${inWords(timeoutMs)}${said}`, options.lateHint);
  throw failed(`${how}${said}`, `${options.hint}; its whole output is in ${options.logFile}`);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
