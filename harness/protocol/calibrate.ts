/** Sizing the CPU report, once per run and stack, so that both stacks block for equally long. */

import { DuetError, EXIT } from '../errors.ts';
import type { Lab } from '../lab/lab.ts';
import type { Service } from '../lab/services.ts';
import { openClient } from '../load/client.ts';
import { sendChecked } from '../patterns/checked-request.ts';
import { median } from '../stats/quantiles.ts';
import { watchDeaths } from './deaths.ts';

export interface Calibration {
  /** Orders in a report of about the target time. */
  size: number;
  ordersPerS: number;
}

/** The contract's upper bound. */
const MAX_SIZE = 200_000_000;
/** Some 10 ms in Node and 100 ms in Python: no stack spends longer on finding its size than on the three reports that tell it. */
const FIRST_SIZE = 10_000;

/** Runs the report at growing sizes until its time says enough about the target. */
export async function calibrate(
  lab: Lab,
  service: Service,
  targetMs: number,
  signal: AbortSignal,
): Promise<Calibration> {
  await using client = openClient(service.url, { connections: 1, timeoutMs: 60_000, signal });

  const where = { pattern: 'workers', stack: service.stack, variant: 'before', phase: 'calibration' };
  const busyMs = async (size: number) => {
    signal.throwIfAborted();
    const { answer, failure } = await watchDeaths(
      { watched: [lab, service], where, signal, suspicious: ({ failure }) => failure !== undefined },
      () => sendChecked(client, { method: 'POST', path: '/workers/before', body: { size } }),
    );
    if (answer) return (JSON.parse(answer.text) as { busy_ms: number }).busy_ms;
    throw new DuetError(`the report failed: ${failure.title}. ${failure.detail}`, {
      exitCode: EXIT.environment,
      where,
    });
  };
  let size = FIRST_SIZE;
  let ms = await busyMs(size);
  while (ms < targetMs / 5) {
    size = Math.min(MAX_SIZE, Math.ceil((size * targetMs) / 4 / Math.max(ms, 1)));
    ms = await busyMs(size);
    if (size === MAX_SIZE) break;
  }
  const ordersPerMs = size / median([ms, await busyMs(size), await busyMs(size)]);
  return { size: Math.min(MAX_SIZE, roundTo3(ordersPerMs * targetMs)), ordersPerS: ordersPerMs * 1_000 };
}

const roundTo3 = (value: number) => Number(value.toPrecision(3));
