/** The smallest relative changes that matter. */
import { type Static, Type } from 'typebox';

/** By kind of metric: 0.03 is 3 %. */
export const Thresholds = Type.Object({ cost: Type.Number(), time: Type.Number(), memory: Type.Number() });

export type Thresholds = Static<typeof Thresholds>;
