/** A fresh service with one pool setting, while it is checked whether it heeds that. */
import { closedLoop } from '../../load/closed-loop.ts';
import { watchDeaths } from '../../protocol/deaths.ts';
import type { Arm, ArmContext } from './bench.ts';
import { openArm, plainSetting } from './bench.ts';

/** The smaller of two settings, where nothing demands more. */
export const SMALL = 1;
/** At the same time: more than either pool, and fewer than the 40 threads of `def` routes. */
export const CLIENTS = 24;

/** Runs `work` on a fresh service with so many connections. */
export async function onArm<T>(connections: number, context: ArmContext, work: (arm: Arm) => Promise<T>): Promise<T> {
  await using arm = await openArm(plainSetting(connections), context);
  const watched = [...context.labProcesses, arm.service];
  return await watchDeaths({ watched, where: { phase: 'settings check' }, signal: context.signal }, () => work(arm));
}

/** Answers as expected, per second. */
export async function throughput({ client, service }: Arm, clients: number, durationMs: number): Promise<number> {
  const { perSecond } = await closedLoop(client, service.request, { clients, durationMs, check: service.check });
  return perSecond;
}
