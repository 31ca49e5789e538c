/** A service that runs already: a hook gives it its settings, or it keeps the one that it has. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { DuetError, EXIT, refused } from '../../errors.ts';
import { processesBehind } from '../../lab/process-family.ts';
import { serviceReader } from '../../lab/service-sockets.ts';
import type { PoolSetting, TuneSubject } from '../../results/tune.ts';
import { hideSecrets, shownCommand } from '../../secrets.ts';
import { splitCommandLine } from '../../service/command-line.ts';
import { fill, OF_THE_DATABASE, type Placeholder, placeholdersIn } from '../../service/command-placeholders.ts';
import { firstToAnswer } from '../../service/ready.ts';
import { NoAnswer, type StartLimits, type Subject, type TunedService } from '../subject.ts';
import {
  type Asking,
  type AskingOptions,
  checkAnswerWithin,
  checkFirstAnswer,
  loggedIn,
  longerStart,
  readAsking,
} from './asking.ts';
import { readServiceUrl } from './loopback.ts';
import { settingValues, type Told, tellSize, toldBy } from './setting-values.ts';
import { startWithFraction } from './whole-seconds.ts';

export interface RunningOptions extends AskingOptions {
  /** e.g. "http://127.0.0.1:8000". */
  url: string;
  /** A command line with placeholders that gives the service its next setting. */
  hook?: string | undefined;
  /** Hosts beyond loopback that may be driven. */
  allowHost: readonly string[];
}

export interface RunningPlace {
  /** The log of the hook. */
  logFile: string;
  signal: AbortSignal;
}

/** The options, understood. */
export interface RunningService extends Told {
  readonly url: string;
  readonly hook: string | undefined;
  readonly readyTimeoutMs: number;
  readonly describes: TuneSubject & { kind: 'url' };
  readonly asking: Asking;
}

/** What a hook may take at least; one that waits for the service itself has as long as that. */
const HOOK_TIMEOUT_MS = 60_000;
const TAIL_LINES = 12;

/**
 * Holds the options to what can be measured, before anything is asked.
 * @throws DuetError (exit 2) that names the option; (exit 4) when the host is not known.
 */
export async function readRunningService(options: RunningOptions): Promise<RunningService> {
  const { hook, readyTimeoutMs } = options;
  const words = hook === undefined ? [] : splitCommandLine('--hook', hook);
  const placeholders: ReadonlySet<Placeholder> = placeholdersIn('--hook', ...words);
  for (const name of ['port', ...OF_THE_DATABASE] as const) {
    if (!placeholders.has(name)) continue;
    throw refused(
      `--hook has {${name}}: duet does not give one to a service that is already running`,
      'write the value out',
    );
  }
  if (hook !== undefined && !tellSize(placeholders)) {
    throw refused(
      '--hook has neither {pool_size} nor {pool_max}: every setting would be the same',
      'use e.g. --hook "./set-pool {pool_size}", or no hook, to measure only the setting that it has',
    );
  }
  const url = await readServiceUrl(options.url, options.allowHost);
  const { origin, pathname } = new URL(url);
  const { asking, shown } = readAsking(options, pathname === '/' ? '' : pathname);
  return {
    url: origin,
    readyTimeoutMs,
    hook,
    asking,
    ...toldBy(placeholders),
    describes: {
      kind: 'url',
      url,
      hook: hook === undefined ? null : shownCommand(hook),
      ...shown,
    },
  };
}

/** The service as something to tune. Disposing of what `start` gives leaves it running. */
export function runningSubject(
  { url, hook, readyTimeoutMs, asking, ...known }: RunningService,
  place: RunningPlace,
): Subject {
  const { signal } = place;
  let answeredBefore = false;
  const start = async (setting: PoolSetting, limits?: StartLimits): Promise<TunedService> => {
    if (hook !== undefined) await runHook(hook, setting, Math.max(HOOK_TIMEOUT_MS, readyTimeoutMs), place);
    await waitForAnswer(url, signal, hook === undefined ? 0 : (limits?.answersWithinMs ?? readyTimeoutMs));
    const asked = await loggedIn(asking, url, signal, limits);
    if (limits !== undefined) await checkAnswerWithin(limits, url, asked, signal);
    else await checkFirstAnswer(url, asked, { answeredBefore, signal });
    const service = { ...asked, url, death: () => undefined, async [Symbol.asyncDispose]() {} };
    return isHere(url)
      ? { ...service, readProcesses: serviceReader(() => processesBehind(portOf(url)), portOf(url)) }
      : service;
  };
  return {
    ...known,
    oneAtATime: true,
    ...(hook === undefined ? { unchangeable: true } : {}),
    async start(setting, limits) {
      if (answeredBefore) return start(setting, limits);
      const service = await startWithFraction(setting, { '--hook': hook ?? '' }, readyTimeoutMs, start);
      answeredBefore = true;
      return service;
    },
  };
}

/** Whether its address says that it runs on this machine. */
const isHere = (url: string): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);

const USUAL_PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 };

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port || USUAL_PORTS[protocol]);
}

/** @param timeoutMs how long a service that its hook starts anew may take; without one it must be there. */
async function waitForAnswer(url: string, signal: AbortSignal, timeoutMs: number): Promise<void> {
  const limit = AbortSignal.timeout(Math.max(timeoutMs, 2_000));
  try {
    await firstToAnswer([url], undefined, AbortSignal.any([signal, limit]));
  } catch (cause) {
    signal.throwIfAborted();
    const within = timeoutMs === 0 ? '' : ` within ${timeoutMs / 1_000} s of the hook`;
    throw new NoAnswer(`${url} does not answer${within}`, {
      exitCode: EXIT.environment,
      hint:
        timeoutMs === 0
          ? 'start the service first, or let duet start it with --command'
          : `run the hook by hand; ${longerStart(timeoutMs)}`,
      cause,
    });
  }
}

/**
 * Its output goes to a file, not through a pipe, which a service that it leaves behind would keep open; what such a service
 * writes later is lost. From there it goes to the log without its secrets.
 * @throws DuetError (exit 4) with the end of its output when it fails.
 */
async function runHook(
  hook: string,
  setting: PoolSetting,
  timeoutMs: number,
  { logFile, signal }: RunningPlace,
): Promise<void> {
  const words = splitCommandLine('--hook', hook).map((word) => fill(word, settingValues(setting)));
  const [program, ...args] = words as [string];
  const raw = `${logFile}.${process.pid}`;
  const log = openSync(raw, 'w', 0o600);
  const output = () => hideSecrets(readFileSync(raw, 'utf8'));
  try {
    const child = spawn(program, args, { stdio: ['ignore', log, log], timeout: timeoutMs, signal });
    const [code, killedBy] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    if (code === 0) return;
    const how = killedBy === null ? `exited with code ${code}` : `was ended by ${killedBy}`;
    throw hookFailed(`${how}${tailOf(output())}`, words);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof DuetError ? error : hookFailed((error as Error).message, words);
  } finally {
    closeSync(log);
    appendFileSync(logFile, output());
    rmSync(raw);
  }
}

const hookFailed = (how: string, words: string[]) =>
  new DuetError(`--hook ${how}`, {
    exitCode: EXIT.environment,
    hint: `run it by hand: ${shownCommand(words.join(' '))}`,
  });

function tailOf(output: string): string {
  const text = output.trim();
  return text === '' ? '' : `; the end of its output:\n    ${text.split('\n').slice(-TAIL_LINES).join('\n    ')}`;
}
