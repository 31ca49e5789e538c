/** The end of a process that leads a group: how it came about, and how it is brought about for the group and its family. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readStat, STAT } from './proc.ts';
import { endAll, familyHasEnded, signalAll } from './process-family.ts';
import { groupMembers, groupOf, processStartTime } from './process-table.ts';
import type { Spawned } from './spawn.ts';

/** How long it may take to end when it is asked to. */
const GRACE_MS = 3_000;
/**
 * For so long the others of a group may end by themselves after the first: the resource tracker of Python removes the
 * semaphores of a pool of processes once all that used them have gone, and nobody else ever would.
 */
const OTHERS_MS = 300;
const OTHERS_LOOK_MS = 5;
/** A process whose children hold its output is gone all the same; its own last lines arrive within this. */
const LAST_LINES_MS = 200;
/** How long a command that has ended well may take until what it left in the background listens. */
const BACKGROUND_MS = 5_000;

export interface ProcessEnd {
  /** Resolves when it has ended, with its family. */
  readonly gone: Promise<void>;
  /** "exited with code 1"; undefined until it has. */
  how(): string | undefined;
}

/** @param asking aborted once nobody waits any more for it to be ready. */
export function watchEnd({ child, family }: Spawned, asking: AbortSignal): ProcessEnd {
  let how: string | undefined;
  const gone = new Promise<void>((resolve) => {
    child.nodeChildProcess.once('exit', async (code, signal) => {
      await Promise.race([child, sleep(LAST_LINES_MS, undefined, { ref: false })]);
      // It may have put what it started into the background, which goes on.
      if (family !== undefined && code === 0) {
        await familyHasEnded(family, asking.aborted ? 0 : performance.now() + BACKGROUND_MS);
      }
      how = signal ? `was ended by ${signal}` : `exited with code ${code}`;
      resolve();
    });
  });
  return { gone, how: () => how };
}

/** Asks it and its family to end, and resolves when it has ended or its time to do so is over. */
export async function askToEnd(
  { child, pid, members }: Spawned,
  { gone, how }: ProcessEnd,
  { stopSignal = 'SIGTERM', stopGraceMs = GRACE_MS }: { stopSignal?: NodeJS.Signals; stopGraceMs?: number | undefined },
): Promise<void> {
  const strays = members().filter((member) => groupOf(member) !== pid);
  if (how() === undefined) child.kill(stopSignal);
  signalAll(strays, stopSignal);
  await Promise.race([gone, sleep(stopGraceMs, undefined, { ref: false })]);
}

/** Ends it, its whole group and its family, and resolves when they have gone. */
export async function endGroup({ child, pid, members }: Spawned, { gone, how }: ProcessEnd): Promise<void> {
  // Once the first of them has gone, nobody knows whose those that lead groups of their own are.
  const known = members().map((member) => [member, processStartTime(member)] as const);
  const left = () => known.flatMap(([member, since]) => (since && processStartTime(member) === since ? [member] : []));
  if (how() === undefined) child.kill('SIGKILL');
  await othersHaveEnded(pid);
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The whole group has gone already.
  }
  await endAll(() => [...members(), ...left()]);
  await gone;
  // Nobody of ours is left to write there; whoever holds the other ends must not keep this process.
  for (const end of [child.stdin, child.stdout, child.stderr]) end.destroy();
}

/** Resolves once nobody lives of a group whose first process was ended, or after OTHERS_MS. Without /proc at once. */
async function othersHaveEnded(group: number): Promise<void> {
  const isLive = (pid: number) => (readStat(pid)?.(STAT.state) ?? 'Z') !== 'Z';
  const untilMs = performance.now() + OTHERS_MS;
  while (groupMembers(group).some(isLive) && performance.now() < untilMs) await sleep(OTHERS_LOOK_MS);
}
