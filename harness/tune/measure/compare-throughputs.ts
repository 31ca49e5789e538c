/** Whether a service heeds its pool setting, where its connections cannot be counted: a larger pool must serve more. */
import { DuetError, EXIT } from '../../errors.ts';
import type { Unseen } from '../../results/tune.ts';
import type { ArmContext } from './bench.ts';
import { CLIENTS, onArm, SMALL, throughput } from './checked-arm.ts';
import { MOST_GAIN_OF_ONE } from './followed-setting.ts';
import { type IgnoringContext, settingIgnored } from './setting-ignored.ts';

const LARGE = 16;
const WINDOW_MS = 1_500;
/** Throughputs closer than this are not distinguishable: windows as short as these differ by tens of percent on a busy machine. */
const NEAR = 1.5;

/** @param most connections that the setting may say. @throws DuetError (exit 2) when the service seems to ignore it. */
export async function compareThroughputs(most: number, processes: number, context: ArmContext): Promise<Unseen[]> {
  const aloneAndSmall = await onArm(SMALL, context, async (arm) => {
    const before = await throughput(arm, 1, WINDOW_MS);
    const small = await throughput(arm, CLIENTS, WINDOW_MS);
    // Of both, the better: what else this machine does must not make many at once look fast.
    return { small, aloneAtSmall: Math.max(before, await throughput(arm, 1, WINDOW_MS)) };
  });
  const large = await onArm(Math.min(LARGE, most), context, (arm) => throughput(arm, CLIENTS, WINDOW_MS));
  return judgeThroughputs({ ...aloneAndSmall, large, processes }, context);
}

/** Throughputs (per second) at the smallest and the largest pool; `aloneAtSmall` with one request at a time. */
export interface Throughputs {
  aloneAtSmall: number;
  small: number;
  large: number;
  /** That serve, each with a pool. */
  processes: number;
}

/** Without connections to count: a pool of one must be slower than one of sixteen, unless something else is slowest. */
export function judgeThroughputs(
  { aloneAtSmall, small, large, processes }: Throughputs,
  context: IgnoringContext,
): Unseen[] {
  if (small === 0 && large === 0) {
    throw new DuetError(`with ${CLIENTS} requests at a time, none was answered as expected at any pool size`, {
      exitCode: EXIT.invalid,
      hint: 'see the log of the service in the run folder',
    });
  }
  if (small * NEAR < large || large * NEAR < small) return [];
  if (small > processes * aloneAtSmall * MOST_GAIN_OF_ONE) {
    const rates = `${perSecond(small)} with a pool of ${SMALL} and ${perSecond(large)} with one of ${LARGE}`;
    const evidence = `${CLIENTS} requests at a time were served equally fast, ${rates}, and ${perSecond(aloneAtSmall)} one by one`;
    throw settingIgnored(`${evidence}, or it needs a connection for only a small part of a request`, context);
  }
  return [
    {
      code: 'setting-heeded',
      clients: CLIENTS,
      small: { connections: SMALL, per_s: small },
      large: { connections: LARGE, per_s: large },
    },
  ];
}

const perSecond = (rate: number) => `${Number(rate.toPrecision(2))} per second`;
