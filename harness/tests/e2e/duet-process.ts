/** The CLI as a user runs it: a process of its own, in a private place. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { coresOption } from './cores.ts';
import { descendants, endProcesses, type SeenProcess } from './leftovers.ts';
import type { Place } from './place.ts';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Outcome {
  exitCode: number | undefined;
  signal: string | undefined;
  stdout: string;
  stderr: string;
}

export interface DuetProcess extends AsyncDisposable {
  readonly pid: number;
  readonly ended: Promise<Outcome>;
  /** What it has printed so far. */
  readonly printed: { stdout: string; stderr: string };
  /** As the terminal does on Ctrl-C: to the whole foreground process group. */
  interrupt(signal?: NodeJS.Signals): void;
  /** Its processes, itself included, at this moment. */
  family(): SeenProcess[];
}

/** Variables of this shell that would change what a run does. */
const UNWANTED = {
  DATABASE_URL: undefined,
  DUET_NODE: undefined,
  DUET_PYTHON: undefined,
  GITHUB_ACTIONS: undefined,
  GITHUB_STEP_SUMMARY: undefined,
};

export interface StartOptions {
  env?: Record<string, string>;
  /** The working directory: by default the place, so that no test depends on the checkout's own out/. */
  cwd?: string;
  /** The folder whose duet is run: by default this checkout. */
  checkout?: string;
}

/** The variables of a duet in a place, to be put over those of this process. */
export const environmentIn = (place: Place) => ({ ...UNWANTED, TMPDIR: join(place.dir, 'tmp') });

export function startDuet(place: Place, args: string[], options: StartOptions = {}): DuetProcess {
  const { env = {}, cwd = place.dir, checkout = root } = options;
  const child = execa(process.execPath, [join(checkout, 'harness/cli.ts'), ...args], {
    cwd,
    env: {
      ...environmentIn(place),
      ...env,
      NODE_OPTIONS: [coresOption(place), env.NODE_OPTIONS ?? ''].join(' ').trim(),
    },
    stdin: 'ignore',
    reject: false,
    detached: true,
    stripFinalNewline: false,
  });
  const pid = child.pid as number;
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (printed.stdout += chunk));
  child.stderr.on('data', (chunk) => (printed.stderr += chunk));
  let seen: SeenProcess[] = [];
  const ended = child.then(({ exitCode, signal, stdout, stderr }) => ({ exitCode, signal, stdout, stderr }));
  return {
    pid,
    ended,
    printed,
    interrupt: (signal = 'SIGINT') => void process.kill(-pid, signal),
    family: () => (seen = descendants(pid)),
    // Only a test that failed half-way leaves anything to end here.
    async [Symbol.asyncDispose]() {
      endProcesses([...seen, ...descendants(pid)]);
      await ended;
    },
  };
}

/** Runs duet to its end. */
export function duet(place: Place, args: string[], options?: StartOptions): Promise<Outcome> {
  return startDuet(place, args, options).ended;
}

/** For an event to come on a machine that does other things too. Nothing is waited for as long where all is well. */
const PATIENCE_MS = 120_000;

/** Waits until `look` finds something; a run that ends before that fails the test with what it printed. */
export async function until<T>(run: DuetProcess, what: string, look: () => T | undefined | false): Promise<T> {
  let over: Outcome | undefined;
  void run.ended.then((outcome) => {
    over = outcome;
  });
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(20)) {
    const found = look();
    if (found) return found;
    if (over) throw new Error(`duet ended with ${over.exitCode} before ${what}:\n${over.stdout}${over.stderr}`);
  }
  throw new Error(`no ${what} within two minutes:\n${run.printed.stderr}`);
}
