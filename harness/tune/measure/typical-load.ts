/** Windows with arrivals that are neither kind nor cruel, so that another draw would have led to the same pool. */
import type { TuneProbe } from '../../results/tune.ts';
import { typicalSeed } from '../search/typical-draw.ts';
import { scheduleOf, type WindowLoad } from './window.ts';

/** The load with the typical one of the draws that follow from its seed; equal loads stay equal. */
export function typicalLoad(
  load: WindowLoad,
  { service_ms, hold_ms }: Pick<TuneProbe, 'service_ms' | 'hold_ms'>,
): WindowLoad {
  const arrivals = (seed: number) => scheduleOf({ ...load, seed });
  return { ...load, seed: typicalSeed({ arrivals, serviceMs: service_ms, holdMs: hold_ms, seed: load.seed }) };
}
