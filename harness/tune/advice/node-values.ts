/** The values of node-postgres' pg.Pool, each with its reason. */
import { counted } from '../../report/format.ts';
import { type AdvisedValue, connectionsOf, type PoolSetting } from '../../results/tune.ts';
import { RECYCLE_S, type Reasons, recycleReason } from './python-values.ts';

/** pg.Pool knows one bound: its connections open when they are needed, as those of pool_size do. */
export function nodeValues(setting: PoolSetting, { size, timeout }: Reasons): AdvisedValue[] {
  const max = connectionsOf(setting);
  return [
    { name: 'max', value: max, reason: `${size} The default is 10.` },
    {
      name: 'connectionTimeoutMillis',
      value: setting.timeout_ms,
      reason: `In a pool this is the wait for a connection. ${timeout} The default, 0, waits for ever.`,
    },
    {
      name: 'idleTimeoutMillis',
      value: 0,
      reason: `Idle connections stay open, as they did while this was measured. The default closes them after 10 s, and after a quiet spell the next burst pays for up to ${counted(max, 'connect')}.`,
    },
    {
      name: 'maxLifetimeSeconds',
      value: RECYCLE_S,
      reason: `Not measured. ${recycleReason({ ...setting, size: max })} The default is never.`,
    },
    {
      name: 'maxUses',
      value: 'Infinity',
      reason:
        'The default: a bound on uses opens a new connection every so many queries, which a lifetime does at less cost.',
    },
  ];
}
