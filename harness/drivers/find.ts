/** Load drivers that others wrote, as they are found on PATH: what each can do, which version it is, and how to get it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DuetError, EXIT, refused } from '../errors.ts';
import { findProgram } from '../lab/find-program.ts';
import { hasProc } from '../lab/proc.ts';
import { DRIVERS, type DriverName, type LoadDriver, type LoadKind } from '../results/schema.ts';

/** One that is installed. */
export interface FoundDriver extends LoadDriver {
  path: string;
}

interface KnownDriver {
  load: LoadKind;
  /** What makes it say its version. */
  args: string[];
  /** Finds the version in what it says. */
  version: RegExp;
  /** How to get it. */
  install: string;
  /** What it says when it cannot do what is asked of it, and what that is. */
  unfit?: { says: RegExp; why: string };
}

export const KNOWN: Readonly<Record<DriverName, KnownDriver>> = {
  vegeta: {
    load: 'open',
    args: ['-version'],
    version: /^Version: *(\S+)$/m,
    install: 'go install github.com/tsenart/vegeta/v12@latest, brew install vegeta, or apt-get install vegeta',
  },
  oha: {
    load: 'closed',
    args: ['--version'],
    version: /^oha (\S+)/m,
    install: 'brew install oha, or cargo install oha',
  },
  wrk: {
    load: 'closed',
    args: ['-v'],
    version: /^wrk (\S+)/m,
    install: 'apt-get install wrk, or brew install wrk',
    // Before version 4 a script cannot read the latencies. wrk2 calls itself wrk 4, and corrects them at the rate it is given.
    unfit: {
      says: /^wrk (?:\S*\/)?[0-3]\.|--rate/m,
      why: 'does not say how long each request took: wrk does from version 4 on, and wrk2 does not',
    },
  },
};

/** A driver takes no longer to say its version. */
const MOST_MS = 10_000;

/**
 * The driver on PATH; undefined where there is none.
 * @throws DuetError (exit 2) for one that cannot do what duet needs.
 */
export function findDriver(name: DriverName): FoundDriver | undefined {
  const file = findProgram(name);
  if (file === undefined) return undefined;
  const { load, args, version, install, unfit } = KNOWN[name];
  // wrk prints its usage, too, and ends with 1.
  const { stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', timeout: MOST_MS });
  const said = `${stdout}\n${stderr}`;
  if (unfit?.says.test(said)) throw refused(`${file} ${unfit.why}`, install);
  return { name, version: said.match(version)?.[1] ?? unnamedVersion(file), load, path: file };
}

/** A program that was built from its source may not know its version; the same file is the same version. */
const unnamedVersion = (file: string): string =>
  `build ${createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12)}`;

/** @throws DuetError (exit 4) where it is not on PATH, or where its work cannot be told from that of others. */
export function requireDriver(name: DriverName): FoundDriver {
  if (!hasProc) {
    throw new DuetError(`${name} cannot be used here: its CPU time is read from /proc, which this system has not`, {
      exitCode: EXIT.environment,
      hint: "leave out --driver: duet's own driver works here",
    });
  }
  const found = findDriver(name);
  if (found !== undefined) return found;
  throw new DuetError(`there is no ${name} on PATH`, { exitCode: EXIT.environment, hint: KNOWN[name].install });
}

/** All that are installed, and can do what duet needs. */
export const driversFound = (): FoundDriver[] =>
  DRIVERS.flatMap((name) => {
    try {
      return findDriver(name) ?? [];
    } catch (error) {
      if (error instanceof DuetError) return [];
      throw error;
    }
  });
