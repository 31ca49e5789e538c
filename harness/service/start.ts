/**
 * Starting a service of the reader's by its command line: on a free port that it is given, as a family of processes that
 * ends together, and only where what answers on that port is this family.
 */
import { DuetError, EXIT, refused } from '../errors.ts';
import { freePort } from '../lab/free-port.ts';
import { portsOf } from '../lab/listeners.ts';
import { allCores } from '../lab/placement.ts';
import { ownerOfPort } from '../lab/port-owner.ts';
import { type Child, startChild } from '../lab/process.ts';
import { familyMembers } from '../lab/process-family.ts';
import type { Workplace } from '../lab/workplace.ts';
import { splitCommandLine } from './command-line.ts';
import { fill, type PlaceholderValues } from './command-placeholders.ts';
import { foreignPort } from './foreign-port.ts';
import { addressesOf } from './ready.ts';

export interface ServiceStart {
  workplace: Workplace;
  /** What messages call it: "the service of --command", "the service of base". */
  what: string;
  /** What messages call its command: "--command", "`start`". */
  from: string;
  /** With placeholders, e.g. "uvicorn app:app --port {port}". */
  command: string;
  /** Templates by the names of the service's own variables. */
  env: Readonly<Record<string, string>>;
  /** The variables beneath these. */
  environment: Readonly<Record<string, string>>;
  /** What the placeholders stand for, beside {port}. */
  values: PlaceholderValues;
  cwd?: string | undefined;
  logFile: string;
  /** Asks the addresses until one answers: see firstToAnswer. The signal ends the asking. */
  ready(urls: readonly string[], signal: AbortSignal): Promise<string>;
  /** Why one that listens is not ready, where that is known, and what to try. */
  whyUnready?(): { reason: string; hint: string } | undefined;
  readyTimeoutMs: number;
  stopGraceMs?: number | undefined;
  hints: {
    /** What to try where it does not start, and first where it was not ready in time. */
    start: string;
    late: string;
    /** What to give in its place where the port is served by somebody whom duet may not end. */
    foreign: string;
  };
}

export interface StartedService extends Pick<Child, 'death' | 'stop' | 'kill'>, AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** The process group of what answers: not the command's where it has left that. */
  readonly pid: number;
  /** The ids of all its processes at this moment. */
  processes(): number[];
}

/** A free port may be taken between the look and the start. */
const ATTEMPTS = 3;

/**
 * @throws DuetError (exit 4) with the end of its log where it ends or is not ready in time; (exit 2) where it listens on a
 * port of its own choice, speaks HTTP/2 only, or is run by somebody whom duet may not end: it would be left running.
 */
export async function startOnFreePort(options: ServiceStart): Promise<StartedService> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return await startOn(port, options);
    } catch (error) {
      const taken = foreignPort(String(error), port);
      if (taken === undefined) throw error;
      if (taken !== port) throw ownChoice(options, `wants port ${taken}, which is taken,`, port);
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function startOn(port: number, options: ServiceStart): Promise<StartedService> {
  const { workplace, what, from, command, env, environment, cwd, logFile, hints } = options;
  const values = { ...options.values, port };
  const [program, ...args] = splitCommandLine(from, command).map((word) => fill(word, values)) as [string];
  const own = Object.entries(env).map(([name, template]) => [name, fill(template, values)]);
  const child = await startChild(workplace, {
    what,
    command: program,
    args,
    env: { ...environment, ...Object.fromEntries(own) },
    ...(cwd === undefined ? {} : { cwd }),
    cores: allCores(),
    logFile,
    roamsOn: port,
    startTimeoutMs: options.readyTimeoutMs,
    stopGraceMs: options.stopGraceMs,
    timeoutHint: hints.late,
    explainTimeout: (pids) => {
      const others = portsOf(pids).filter((one) => one !== port);
      if (others.length === 0 || portsOf(pids).includes(port)) return options.whyUnready?.();
      return listensElsewhere(options, others, port);
    },
    readyBy: async (signal) => ({ listening: await options.ready(addressesOf(port), signal) }),
    hint: hints.start,
  });
  const { death, stop, kill, family } = child;
  return {
    ...{ url: child.ready.listening as string, port, death, stop, kill },
    pid: await groupThatListens(child, options),
    processes: () => (family === undefined ? [child.pid] : familyMembers(family)),
    [Symbol.asyncDispose]: stop,
  };
}

async function groupThatListens(child: Child, { from, hints }: ServiceStart): Promise<number> {
  if (child.family === undefined) return child.pid;
  const owner = await ownerOfPort(child.family);
  if (owner.kind === 'family') return owner.group;
  await child.stop();
  if (owner.kind === 'taken') {
    const message = `port ${child.family.port}: address already in use by ${owner.by}`;
    throw new DuetError(message, { exitCode: EXIT.environment, hint: 'run it again: it will use another port' });
  }
  throw refused(
    `the port of ${from} is served by ${owner.by}, which duet may not stop: every service that it starts would keep running`,
    hints.foreign,
  );
}

const PORT_HINT = 'give it the port where it reads it, as an argument ("--port {port}") or in a variable (PORT={port})';

const listensElsewhere = ({ readyTimeoutMs }: ServiceStart, ports: readonly number[], port: number) => ({
  reason: `listens on port ${ports.join(' and ')}, its own choice, and did not on the one that it was given ({port}, here ${port}) within ${readyTimeoutMs / 1_000} s`,
  hint: PORT_HINT,
});

const ownChoice = ({ what }: ServiceStart, wants: string, port: number) =>
  refused(`${what} ${wants} and not the one that it was given ({port}, here ${port})`, PORT_HINT);
