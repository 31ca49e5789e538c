/** What the recommendation is measured beside: the source's pool, and the one that the library opens if nobody says. */
import type { PoolSetting } from '../../results/tune.ts';
import type { Subject } from '../subject.ts';

export interface Rival {
  name: string;
  setting: PoolSetting;
}

/** All wait for a connection as long as the recommendation does, so that only the connections differ. */
export function rivalsOf(subject: Subject, timeout_ms: number): Rival[] {
  const rival = (name: string, size: number, overflow: number) => ({ name, setting: { size, overflow, timeout_ms } });
  if (hasOverflow(subject)) return [rival('20 + 10 (the source)', 20, 10), rival('5 + 10 (the default)', 5, 10)];
  return [rival('30 (20 + 10, the source)', 30, 0), rival('10 (the default)', 10, 0)];
}

/** Whether a pool of this subject opens connections beyond its size and closes them again: QueuePool does. */
export function hasOverflow({ describes, untold = [] }: Subject): boolean {
  return describes.kind === 'own' ? describes.stack === 'python' : !untold.includes('overflow');
}
