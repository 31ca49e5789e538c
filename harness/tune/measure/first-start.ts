/** The first start of a service: what is to be known of it before its pool can be sized. */
import { type Arm, openArm, plainSetting } from './bench.ts';
import { countProcesses, processesNow } from './count-processes.ts';
import { openFirstArm } from './first-arm.ts';
import { measuredService } from './known-service.ts';
import { readServer } from './read-server.ts';
import type { Tuning } from './tuning.ts';

/**
 * A service for the probe, warm. Of one of the reader's it is known then how many processes serve, and as which role they
 * log in.
 */
export async function openKnownArm(tuning: Tuning): Promise<Arm> {
  const { bench } = tuning;
  await using resources = new AsyncDisposableStack();
  const first = resources.use(await openFirstArm(tuning.bounds.ceiling, bench));
  if (bench.subject.describes.kind === 'own') return keep(first, resources);
  learnProcesses(processesNow(first, bench), tuning);
  await learnRole(tuning);
  const second = resources.use(await fitting(first, tuning));
  learnProcesses(await countProcesses(second, bench), tuning);
  return keep(resources.use(await fitting(second, tuning)), resources);
}

function keep(arm: Arm, resources: AsyncDisposableStack): Arm {
  resources.move();
  return arm;
}

/** The arm, or another one where its pools might open more connections than can be had. */
async function fitting(arm: Arm, { bench, bounds }: Tuning): Promise<Arm> {
  if (arm.setting.size <= bounds.ceiling || bench.subject.unchangeable) return arm;
  await arm[Symbol.asyncDispose]();
  // Of the requests that warm it up it is not known yet whether they block each other.
  return await openArm(plainSetting(bounds.ceiling), bench, { clients: 1 });
}

function learnProcesses(processes: number | undefined, { saidProcesses, learn }: Tuning): void {
  if (processes === undefined) return;
  learn({ measured: measuredService({ processes, said: saidProcesses, pools: processes, extra: 0 }) });
}

/** Whoever looks may log in as another role than the service, which is bound by its own limit. */
async function learnRole({ bench, databaseUrl, results, server, learn }: Tuning): Promise<void> {
  // Behind a pooler it is the pooler that logs in.
  if (databaseUrl === undefined || results.pooler != null) return;
  const sessions = await bench.watch.sessionsOfService();
  const byRole = [...Map.groupBy(sessions, ({ role }) => role)];
  const [role] = byRole.toSorted(([, one], [, other]) => other.length - one.length)[0] ?? [];
  if (role === undefined || role === server()?.role) return;
  learn({ server: await readServer(databaseUrl, { others: bench.watch.others().map(Number), role }) });
}
