/** How many processes of a reader's service serve: counted from outside while all of them have clients. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { mostSeen, type ServiceProcess, servingProcesses } from '../../lab/service-sockets.ts';
import { watchDeaths } from '../../protocol/deaths.ts';
import type { TunedService } from '../subject.ts';
import type { Arm, ArmContext } from './bench.ts';

/** So many connections at once reach every worker, also where a supervisor hands them out in turn. */
const CLIENTS = 64;
const LOOK_MS = 600;
const STEP_MS = 150;

/**
 * What is seen of a service's processes at several moments until `work` is done.
 * @returns undefined where they are not to be seen.
 */
export async function watchProcesses<T>(
  { readProcesses }: TunedService,
  work: () => Promise<T>,
): Promise<{ done: T; processes: ServiceProcess[] | undefined }> {
  if (readProcesses === undefined) return { done: await work(), processes: undefined };
  const looks: ServiceProcess[][] = [];
  let ended = false;
  const looking = (async () => {
    while (!ended) {
      looks.push(readProcesses() ?? []);
      await sleep(STEP_MS);
    }
  })();
  try {
    return { done: await work(), processes: mostSeen(looks) };
  } finally {
    ended = true;
    await looking;
  }
}

/** The number of processes, as far as it can be told without any load; undefined where it cannot. */
export const processesNow = ({ service }: Arm, { subject }: Pick<ArmContext, 'subject'>): number | undefined =>
  countServing(service.readProcesses?.() ?? [], subject);

/**
 * On an arm that is up, while all of its processes have clients. These ask nothing: requests at the same time might block each
 * other, of a service of which nothing is known yet.
 * @returns undefined where it cannot be told: then one process is assumed.
 */
export async function countProcesses({ service }: Arm, context: ArmContext): Promise<number | undefined> {
  const { subject, labProcesses, signal } = context;
  const { processes = [] } = await watchDeaths(
    { watched: [...labProcesses, service], where: { phase: 'counting processes' }, signal },
    () => watchProcesses(service, () => beIdleClients(new URL(service.url), signal)),
  );
  return countServing(processes, subject);
}

async function beIdleClients({ hostname, port, protocol }: URL, signal: AbortSignal): Promise<void> {
  const to = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (protocol === 'https:' ? 443 : 80)) };
  const sockets = Array.from({ length: CLIENTS }, () => connect(to).on('error', () => {}));
  try {
    await Promise.allSettled(sockets.map((socket) => once(socket, 'connect', { signal })));
    await sleep(LOOK_MS, undefined, { signal });
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

function countServing(processes: readonly ServiceProcess[], { describes }: ArmContext['subject']): number | undefined {
  const serving = servingProcesses(processes);
  // What stands behind an address may be a proxy, whose workers have no pools.
  const isSure = describes.kind === 'command' || serving.some(({ database }) => database > 0);
  return isSure && serving.length > 0 ? serving.length : undefined;
}
