/**
 * Which cores a process may use. By default, with two or more cores and `taskset`, the service has a core to itself and
 * everything else (driver, PostgreSQL, stub, proxy) shares another; the workers pattern gives the service all.
 */
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { DuetError, EXIT } from '../errors.ts';
import { DEFAULT_PLACEMENT } from '../results/name-lists.ts';
import type { PlacementName, PlacementRecord } from '../results/schema.ts';
import { watchCores } from './core-loads.ts';
import { readGroupLimits } from './group-limits.ts';
import { FEW_CORES, type PlacedParts, placeOn } from './place-on-cores.ts';
import { procValue } from './proc.ts';
import { groupMembers, processStartTime } from './process-table.ts';

export interface Placement extends PlacedParts {
  name: PlacementName;
  /** In words, for the report. */
  description: string;
}

/** Cores this process may use, e.g. [0, 1]. Read once, before we pin ourselves. */
const allowed = allowedCores();

/** Cores' worth of CPU time that this process and its children may use together, where that is less than its cores. */
export const cpuQuota = quotaBelow(allowed.length);

/** Until a run chooses another: the default, on the first cores. */
export let placement: Placement = makePlacement(DEFAULT_PLACEMENT, placeOn(DEFAULT_PLACEMENT, { cores: pinnable() }));

/** How many cores this process may use. */
export const coreCount = allowed.length;

/**
 * Chooses the placement of this run, on cores that are idle now, before anything of it is started.
 * @param before that of a run which goes on: on the same cores, if there are any.
 * @throws DuetError (exit 4) where the machine has too few cores for it.
 */
export async function choosePlacement(
  name: PlacementName = DEFAULT_PLACEMENT,
  before?: PlacementRecord,
): Promise<void> {
  const cores = pinnable();
  const known = before === undefined ? undefined : sameCores(before, cores);
  const hasChoice = known === undefined && cores.length > FEW_CORES && name !== 'shared';
  const loads = hasChoice ? await watchCores() : new Map<number, number>();
  placement = makePlacement(name, known ?? placeOn(name, { cores, loads }));
}

/** Undefined where one of them may not be used: then the run is not the same, and is refused by what it says of its cores. */
function sameCores({ service, database, rest }: PlacementRecord, cores: readonly number[]): PlacedParts | undefined {
  const all = [service, database, rest].flatMap((some) => some ?? []);
  if (!all.every((core) => cores.includes(core))) return undefined;
  return { service: service ?? undefined, database: database ?? undefined, rest: rest ?? undefined };
}

/** What is recorded of the present one. */
export function placementRecord(): PlacementRecord {
  const { name, service = null, database = null, rest = null } = placement;
  return { name, service, database, rest };
}

function quotaBelow(cores: number, { cores: quota } = readGroupLimits()): number | undefined {
  return quota !== undefined && quota < cores ? quota : undefined;
}

/** Whoever uses a quota up is stopped for a while, so that all times depend on it. */
export function withQuota(placed: Placement, quota: number | undefined): Placement {
  if (quota === undefined) return placed;
  const limit = `a control group allows CPU time of ${Number(quota.toFixed(2))} cores, and stops whoever uses it up`;
  return { ...placed, description: `${placed.description}; ${limit}` };
}

function makePlacement(name: PlacementName, parts: PlacedParts | undefined): Placement {
  if (parts === undefined) {
    throw new DuetError(
      `the placement ${name} needs two cores and taskset; there ${allowed.length === 1 ? 'is 1 core' : `are ${allowed.length} cores`}`,
      {
        exitCode: EXIT.environment,
        hint: `allow this process more cores, or leave --placement at ${DEFAULT_PLACEMENT}`,
      },
    );
  }
  return withQuota({ name, ...parts, description: describe(name, parts) }, cpuQuota);
}

/** The cores that processes can be pinned to: none without the program that does it. */
function pinnable(): readonly number[] {
  return allowed.length < 2 || hasTaskset() ? allowed : [];
}

function describe(name: PlacementName, { service, database, rest }: PlacedParts): string {
  if (service === undefined || rest === undefined) {
    if (allowed.length < 2) return 'one core: service and driver share it';
    return name === 'shared'
      ? `not pinned: service, driver and PostgreSQL share ${allowed.length} cores`
      : 'not pinned: taskset is not available here';
  }
  if (name === 'service-apart')
    return `service on core ${service}; driver, PostgreSQL, upstream stub and proxy on core ${rest}; workers: service on all cores`;
  return `service on core ${service}; PostgreSQL on core ${database}; driver, upstream stub and proxy on core ${rest}; workers: service on all cores`;
}

/** The command that starts a program on the given cores. */
export function pinned(command: string, args: string[], cores: number[] | undefined) {
  if (cores === undefined) return { command, args };
  return { command: 'taskset', args: ['-c', cores.join(','), command, ...args] };
}

/** Puts this process, the driver, on the cores of "the rest", all its threads included. */
export function pinSelf(): void {
  if (placement.rest !== undefined) pin(process.pid, placement.rest);
}

/** Puts every process of a group on the given cores, with all their threads and whatever they start later. */
export function pinGroup(group: number, cores: number[]): void {
  pinProcesses(groupMembers(group), cores);
}

/** Puts processes on the given cores, with all their threads and whatever they start later. */
export function pinProcesses(pids: readonly number[], cores: number[]): void {
  for (const pid of pids) pin(pid, cores);
}

const ATTEMPTS = 3;

/** taskset fails when a thread, or the process, ends between its look at them and its pinning. */
function pin(pid: number, cores: number[]): void {
  for (let attempt = 1; ; attempt++) {
    try {
      execFileSync('taskset', ['-a', '-c', '-p', cores.join(','), String(pid)], { stdio: 'ignore' });
      return;
    } catch (error) {
      if (processStartTime(pid) === undefined) return;
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** Cores for a service that needs all of them, as explicit list: children inherit our own pinning otherwise. */
export function allCores(): number[] | undefined {
  return placement.rest === undefined ? undefined : allowed;
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function allowedCores(): number[] {
  const list = procValue('self/status', 'Cpus_allowed_list');
  return list === undefined ? Array.from({ length: availableParallelism() }, (_, i) => i) : parseCoreList(list);
}

/** The kernel's list format, e.g. "0-2,8" (https://docs.kernel.org/admin-guide/cgroup-v1/cpusets.html). */
export function parseCoreList(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [from, to] = range.split('-').map(Number) as [number, number?];
    return Array.from({ length: (to ?? from) - from + 1 }, (_, i) => from + i);
  });
}
