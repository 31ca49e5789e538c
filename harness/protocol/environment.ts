/** The machine and the software of a run, and a fingerprint of what must be equal to compare absolute times. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isPackage } from '../install.ts';
import type { Lab } from '../lab/lab.ts';
import { placement, placementRecord } from '../lab/placement.ts';
import { canRaisePriority } from '../lab/priority.ts';
import { hasProc } from '../lab/proc.ts';
import { repositoryRoot } from '../lab/source.ts';
import { missingPeaks } from '../lab/tree-memory.ts';
import type { Environment, LoadDriver, ProfileName, Sizes, StackName } from '../results/schema.ts';
import { version } from '../version.ts';
import type { Health } from './parity.ts';

const LOCK_FILES = ['package-lock.json', 'python/requirements.lock'];

/**
 * @param lab its database alone where that is observed and nothing else of duet's; undefined where there is neither.
 * @param sizes all that the absolute times of this kind of run depend on; a tuning has its target beside its results.
 * @param drivers what drives loads in place of duet.
 */
export function describeEnvironment(
  lab: Pick<Lab, 'database' | 'ownership'> | Pick<Lab, 'database'> | undefined,
  health: Partial<Record<StackName, Health>>,
  profile: ProfileName | 'gate' | 'tune' | 'libraries',
  sizes: Partial<Sizes>,
  drivers?: readonly LoadDriver[],
): Environment {
  const machine = {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memory_bytes: os.totalmem(),
    os: osName(),
    kernel: `${os.type()} ${os.release()}`,
    container: inContainer(),
  };
  const software = {
    runtimes: Object.fromEntries(Object.entries(health).map(([stack, { runtime }]) => [stack, runtime])),
    harness_node: process.version.slice(1),
    postgres: lab?.database.version ?? 'not started',
    postgres_source: lab?.database.source ?? (process.env.DATABASE_URL ? 'DATABASE_URL' : 'embedded'),
    pinning: placement.description,
  };
  // A version of the package pins what its lock files would.
  const locks = isPackage ? [version] : LOCK_FILES.map((file) => hash(read(file)));
  // Calibrated sizes differ from run to run by design; everything else that is frozen must be equal.
  const { report_size_node, report_size_python, ...fixed } = sizes;
  const fingerprint = hash(JSON.stringify({ machine, software, locks, profile, fixed, drivers })).slice(0, 16);
  return {
    ...machine,
    ...software,
    placement: placedOn(software.postgres_source),
    ...sourceState(),
    missing: lab !== undefined && 'ownership' in lab ? missingMetrics(lab) : [],
    fingerprint,
  };
}

/** A server of the reader's is wherever it is. */
function placedOn(source: Environment['postgres_source']): NonNullable<Environment['placement']> {
  const placed = placementRecord();
  return source === 'embedded' ? placed : { ...placed, database: null };
}

function osName(): string {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return release.match(/^PRETTY_NAME="?([^"\n]+)/m)?.[1] ?? `${os.type()} ${os.release()}`;
}

function inContainer(): boolean {
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv') || process.env.container !== undefined;
}

function missingMetrics({ database, ownership }: Pick<Lab, 'database' | 'ownership'>): string[] {
  const missing: string[] = [];
  if (!hasProc) missing.push('peak memory and CPU time: they are read from /proc, which this system has not');
  const noPeaks = missingPeaks();
  if (hasProc && noPeaks !== undefined) missing.push(noPeaks);
  if ('missing' in database.statementCounts) missing.push(database.statementCounts.missing);
  if (placement.service === undefined && placement.name !== 'shared')
    missing.push(`a core of its own for the service (${placement.description})`);
  if (!canRaisePriority()) {
    missing.push('precedence of the driver on its core (chrt, and root or CAP_SYS_NICE): its lag is in the samples');
  }
  if ('missing' in ownership) missing.push(ownership.missing);
  return missing;
}

/** The commit of duet that ran; null outside a git checkout. The repository around a package is its reader's. */
function sourceState(): Pick<Environment, 'commit' | 'dirty'> {
  if (isPackage) return { commit: null, dirty: false };
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', repositoryRoot, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    return { commit: git('rev-parse', '--short=12', 'HEAD'), dirty: git('status', '--porcelain') !== '' };
  } catch {
    return { commit: null, dirty: false };
  }
}

function read(file: string): string {
  return readFileSync(path.join(repositoryRoot, file), 'utf8');
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
