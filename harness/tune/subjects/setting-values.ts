/** What of a pool's setting reaches a service through the placeholders of its command, its variables or its hook. */
import type { PoolSetting } from '../../results/tune.ts';
import type { Placeholder, PlaceholderValues } from '../../service/command-placeholders.ts';
import type { SettingPart, Subject } from '../subject.ts';

/** Whether the service is told how many connections it may have. */
export const tellSize = (names: ReadonlySet<Placeholder>): boolean => names.has('pool_size') || names.has('pool_max');

const TIMEOUTS: readonly Placeholder[] = ['pool_timeout_ms', 'pool_timeout_s', 'pool_timeout_whole_s'];
const SECOND_MS = 1_000;

/** What of a setting the service is told, and how exactly. */
export type Told = Pick<Subject, 'timeoutStepMs'> & { readonly untold: readonly SettingPart[] };

export function toldBy(names: ReadonlySet<Placeholder>): Told {
  const untold: SettingPart[] = [];
  if (!names.has('max_overflow')) untold.push('overflow');
  if (!TIMEOUTS.some((name) => names.has(name))) untold.push('timeout');
  return { untold, ...(names.has('pool_timeout_whole_s') ? { timeoutStepMs: SECOND_MS } : {}) };
}

/** What a pool setting says to the placeholders. */
export function settingValues({ size, overflow, timeout_ms }: PoolSetting): PlaceholderValues {
  return {
    pool_size: size,
    max_overflow: overflow,
    pool_max: size + overflow,
    pool_timeout_ms: timeout_ms,
    pool_timeout_s: timeout_ms / SECOND_MS,
    pool_timeout_whole_s: Math.ceil(timeout_ms / SECOND_MS),
  };
}
