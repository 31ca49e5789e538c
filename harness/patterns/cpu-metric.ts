/** The CPU time of a service per request, as a metric of a trial. */
import { startGroupCpu, startProcessesCpu } from '../lab/cpu-time.ts';
import type { Service } from '../lab/services.ts';
import type { Metric } from '../results/schema.ts';

/** CPU time of the service's process tree, its own processes and threads included, as a metric of a trial. */
export const cpuMetric: Metric = {
  id: 'cpu',
  title: 'CPU time of the service per request',
  unit: 'ms',
  better: 'lower',
  kind: 'cost',
};

/** Starts the account; the returned function gives the metric `cpu` for that many requests, if the kernel tells. */
export function startCpuAccount({
  pid,
  processes,
}: Pick<Service, 'pid' | 'processes'>): (requests: number) => Record<string, number> {
  const cpuSince = processes === undefined ? startGroupCpu(pid) : startProcessesCpu(processes);
  return (requests) => {
    const ms = cpuSince();
    return ms === undefined ? {} : { [cpuMetric.id]: ms / requests };
  };
}
