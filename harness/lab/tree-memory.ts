/**
 * Peak memory of a service with the processes it starts. Of the main process the kernel keeps the exact peak
 * (VmHWM), which can be started anew; of the others, which come and go, the proportional memory (PSS, so that what
 * they share counts once) is summed every few milliseconds. The two peaks need not coincide: their sum is a bound.
 */
import { writeFileSync } from 'node:fs';
import { hasProc, procBytes } from './proc.ts';
import { groupMembers, processMemory } from './process-table.ts';

export interface TreeMemory {
  peakBytes: number;
  /** What the tree held when the watch began. */
  idleBytes: number;
}

/** Looking takes a few milliseconds on a busy machine; worker processes live for hundreds. */
const SAMPLE_MS = 50;

/**
 * Watches a service, whose pid is its process group. The returned function ends the watch; it says nothing where
 * the peak cannot be started anew.
 * @param sampleMs how often the processes it has started are looked at: seldom where they stay, and looking would disturb.
 */
export function watchTreeMemory(group: number, sampleMs = SAMPLE_MS): () => TreeMemory | undefined {
  if (!restartPeak(group)) return () => undefined;
  let othersPeak = pssOfOthers(group);
  const ownIdle = processMemory(group)?.rssBytes ?? 0;
  const idleBytes = ownIdle + othersPeak;
  const look = () => {
    othersPeak = Math.max(othersPeak, pssOfOthers(group));
  };
  const timer = setInterval(look, sampleMs);
  return () => {
    clearInterval(timer);
    look();
    const own = processMemory(group);
    // The kernel's two counters are read apart and may differ by some pages.
    return own && { peakBytes: Math.max(own.peakRssBytes, ownIdle) + othersPeak, idleBytes };
  };
}

/** Why peaks cannot be started anew here, as a sentence for the report; undefined where they can. */
export function missingPeaks(): string | undefined {
  if (hasProc && restartPeak(process.pid)) return undefined;
  return 'peak memory per request: the kernel lets nobody start the peak of a process anew (/proc/PID/clear_refs)';
}

/** https://docs.kernel.org/filesystems/proc.html: writing 5 resets the peak resident set size. */
function restartPeak(pid: number): boolean {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    return true;
  } catch {
    return false;
  }
}

function pssOfOthers(group: number): number {
  return groupMembers(group).reduce(
    (sum, pid) => sum + (pid === group ? 0 : (procBytes(`${pid}/smaps_rollup`, 'Pss') ?? 0)),
    0,
  );
}
