/** The values of one pool. */
import { type Static, Type } from 'typebox';

/** Node's pg.Pool knows no overflow: there it is 0 and `size` is `max`. */
export const PoolSetting = Type.Object({
  size: Type.Integer({ minimum: 1 }),
  overflow: Type.Integer({ minimum: 0 }),
  timeout_ms: Type.Integer({ minimum: 1, description: 'How long a request may wait for a connection.' }),
});

export type PoolSetting = Static<typeof PoolSetting>;

/** So many a pool of this setting may have open at once. */
export const connectionsOf = ({ size, overflow }: Pick<PoolSetting, 'size' | 'overflow'>): number => size + overflow;
