/** What the recommendation is measured beside: the original pool, the one that the library opens if nobody says, and no pooler. */
import { type Alternative, connectionsOf, type PoolSetting } from '../../results/tune.ts';
import type { Subject } from '../subject.ts';

export interface AlternativeSetting {
  alternative: Alternative;
  setting: PoolSetting;
  /** What it is started from, where that is not what is tuned. */
  subject?: Subject;
}

const ORIGINAL = { size: 20, overflow: 10 };
/** The defaults of QueuePool and of pg.Pool. */
const DEFAULTS = { overflowing: { size: 5, overflow: 10 }, bounded: { size: 10, overflow: 0 } };

/**
 * All wait for a connection as long as the recommendation does, so that only the connections differ. Behind a pooler of duet
 * the recommendation is one of them, without it: what the pooler costs.
 */
export function alternativesOf(subject: Subject, recommended: PoolSetting): AlternativeSetting[] {
  const { size, overflow, timeout_ms } = recommended;
  const isOverflowing = hasOverflow(subject);
  const original: Alternative = isOverflowing
    ? { code: 'source', ...ORIGINAL }
    : { code: 'source', size: connectionsOf(ORIGINAL), overflow: 0, stands_for: ORIGINAL };
  const usual: Alternative = { code: 'default', ...(isOverflowing ? DEFAULTS.overflowing : DEFAULTS.bounded) };
  const others = [original, usual].map((alternative) => ({
    alternative,
    setting: { size: alternative.size, overflow: alternative.overflow, timeout_ms },
  }));
  const { withoutPooler } = subject;
  if (withoutPooler === undefined) return others;
  const direct: Alternative = { code: 'without-pooler', size, overflow };
  return [...others, { alternative: direct, setting: recommended, subject: withoutPooler }];
}

/** Whether a pool of this subject opens connections beyond its size and closes them again: QueuePool does. */
export function hasOverflow({ describes, untold = [] }: Subject): boolean {
  return describes.kind === 'own' ? describes.stack === 'python' : !untold.includes('overflow');
}
