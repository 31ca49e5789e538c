/** What a pool's own account says of a stretch of time. Its sums and maxima are exact: nothing is sampled for them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolMoment } from '../../results/tune.ts';
import type { PoolAccount, TunedService } from '../subject.ts';

type ReadPool = NonNullable<TunedService['readPool']>;

export interface AccountSeen {
  before: PoolAccount;
  after: PoolAccount;
  /** Only where it was asked for: each reading costs the service about a millisecond. */
  timeline?: PoolMoment[];
}

/**
 * Starts watching; the returned function ends it. The timeline counts from its `fromMs`, on the clock of
 * performance.now().
 * @param stepMs of the timeline; undefined for none.
 */
export async function watchAccount(
  readPool: ReadPool,
  stepMs?: number,
): Promise<(fromMs: number) => Promise<AccountSeen>> {
  const before = await readPool({ restart: true });
  if (stepMs === undefined) return async () => ({ before, after: await readPool() });
  const timeline: PoolMoment[] = [];
  let ended = false;
  const sampling = (async () => {
    while (!ended) {
      const { inUse, waiting } = await readPool();
      timeline.push({ at_ms: performance.now(), in_use: inUse, waiting });
      await sleep(stepMs);
    }
  })();
  sampling.catch(() => {}); // it surfaces where the timeline is asked for
  return async (fromMs) => {
    ended = true;
    await sampling;
    const since = timeline.map(({ at_ms, ...moment }) => ({ at_ms: at_ms - fromMs, ...moment }));
    return { before, after: await readPool(), timeline: since };
  };
}
