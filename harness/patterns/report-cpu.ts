/**
 * CPU time of a report with whatever computes it: the event loop, a thread or a process, alive or ended by then. The
 * scheduler's account of live threads (lab/cpu-time.ts) loses those that end, so the service is asked for its own
 * (getrusage keeps ended threads and children), and only its live child processes are looked at from outside.
 */
import { childrenCpuMs } from '../lab/cpu-time.ts';
import type { Service } from '../lab/services.ts';
import type { Client } from '../load/client.ts';
import { sendChecked } from './checked-request.ts';
import { cpuMetric } from './cpu-metric.ts';

interface Stats {
  cpu: { user_us: number; system_us: number; ended_children_us: number };
}

/** Starts the account; the returned function gives the metric `cpu` since then, where there is /proc. */
export async function startReportCpu(client: Client, service: Service): Promise<() => Promise<Record<string, number>>> {
  const before = await totalCpuMs(client, service);
  return async () => {
    const after = await totalCpuMs(client, service);
    return before === undefined || after === undefined ? {} : { [cpuMetric.id]: after - before };
  };
}

async function totalCpuMs(client: Client, { pid }: Service): Promise<number | undefined> {
  const childrenMs = childrenCpuMs(pid);
  const { answer } = await sendChecked(client, { method: 'GET', path: '/stats' });
  if (answer === undefined || childrenMs === undefined) return undefined;
  const { user_us, system_us, ended_children_us } = (JSON.parse(answer.text) as Stats).cpu;
  return (user_us + system_us + ended_children_us) / 1_000 + childrenMs;
}
