/** The values of node-postgres' pg.Pool, each with its reason. */
import { type AdvisedValue, connectionsOf, type PoolSetting } from '../../results/tune.ts';
import { type Reasons, renewal } from './python-values.ts';

/** pg.Pool knows one bound: its connections open when they are needed, as those of pool_size do. */
export function nodeValues(setting: PoolSetting, { size, timeout }: Reasons): AdvisedValue[] {
  const max = connectionsOf(setting);
  return [
    { name: 'max', value: max, reason: size },
    { name: 'connectionTimeoutMillis', value: setting.timeout_ms, reason: timeout },
    // As they did while this was measured.
    { name: 'idleTimeoutMillis', value: 0, reason: { code: 'stays-open', connections: max } },
    { name: 'maxLifetimeSeconds', ...renewal(max) },
    { name: 'maxUses', value: 'Infinity', reason: { code: 'unbounded-uses' } },
  ];
}
