/** Which placement a run had. */
import { DEFAULT_PLACEMENT } from './name-lists.ts';
import type { PlacementName } from './names.ts';
import type { Environment } from './run.ts';

/** A run that records none had the only placement that there was. */
export const placementName = ({ placement }: Pick<Environment, 'placement'>): PlacementName =>
  placement?.name ?? DEFAULT_PLACEMENT;
