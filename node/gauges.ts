/** What the process tells of itself: event loop, garbage collection, CPU and memory. Cheap enough to be always on. */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

const RESOLUTION_MS = 20;

/** Starts watching; stop() ends it. */
export class Gauges {
  // Its values are whole intervals between timers; what exceeds the resolution is delay.
  readonly #loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #gc = new PerformanceObserver((list) => this.#countPauses(list.getEntries()));
  #gcCount = 0;
  #gcPauseMs = 0;

  constructor() {
    this.#loop.enable();
    this.#gc.observe({ entryTypes: ['gc'] });
  }

  stop(): void {
    this.#loop.disable();
    this.#gc.disconnect();
  }

  /** What event_loop tells begins anew. */
  restart(): void {
    this.#loop.reset();
  }

  read() {
    this.#countPauses(this.#gc.takeRecords());
    const { user, system } = process.cpuUsage();
    return {
      event_loop: {
        stall_max_ms: delayMs(this.#loop.max),
        p50_ms: delayMs(this.#loop.percentile(50)),
        p99_ms: delayMs(this.#loop.percentile(99)),
      },
      gc: { count: this.#gcCount, pause_ms_total: this.#gcPauseMs },
      // This service starts threads and no processes.
      cpu: { user_us: user, system_us: system, ended_children_us: 0 },
      memory: {
        rss_bytes: statusBytes('VmRSS'),
        peak_rss_bytes: statusBytes('VmHWM'),
        heap_used_bytes: process.memoryUsage().heapUsed,
      },
    };
  }

  #countPauses(entries: { duration: number }[]): void {
    for (const { duration } of entries) {
      this.#gcCount++;
      this.#gcPauseMs += duration;
    }
  }
}

function delayMs(intervalNs: number): number {
  return Math.max(0, intervalNs / 1e6 - RESOLUTION_MS);
}

/** The cores this process may run on, null where /proc is missing. */
export function cpuAffinity(): number[] | null {
  const list = statusLine('Cpus_allowed_list');
  if (list === null) return null;
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** A value of /proc/self/status; null where /proc is missing. getrusage's peak would include the parent's. */
function statusBytes(name: string): number | null {
  const line = statusLine(name);
  return line === null ? null : Number.parseInt(line, 10) * 1024;
}

function statusLine(name: string): string | null {
  try {
    const status = readFileSync('/proc/self/status', 'latin1');
    return status.match(new RegExp(`^${name}:\\s*(.*)$`, 'm'))?.[1] ?? null;
  } catch {
    return null;
  }
}
