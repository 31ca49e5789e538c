/** Which cores the parts of a run are put on: a function of its placement, the cores that there are, and how busy they are. Pure. */
import type { PlacementName } from '../results/schema.ts';

/** The cores that a run may use. */
export interface Cores {
  /** Their numbers, ascending. */
  cores: readonly number[];
  /** The share of each core that others keep busy, 0 to 1; one that is not in it is idle. */
  loads?: ReadonlyMap<number, number>;
}

/** Undefined: not pinned. */
export interface PlacedParts {
  service: number[] | undefined;
  database: number[] | undefined;
  /** The driver, the upstream stub and the proxy. */
  rest: number[] | undefined;
}

const ANYWHERE: PlacedParts = { service: undefined, database: undefined, rest: undefined };
/** A core that others keep no busier than this counts as idle. */
const IDLE_SHARE = 0.2;

/** Undefined where the placement needs more cores than there are; the default one does with what there is. */
export function placeOn(name: PlacementName, given: Cores): PlacedParts | undefined {
  const [first, second, third] = idlestFirst(given);
  switch (name) {
    case 'shared':
      return ANYWHERE;
    case 'service-apart':
      return first === undefined || second === undefined
        ? ANYWHERE
        : { service: [first], database: [second], rest: [second] };
    case 'database-apart':
      // Of two cores, the driver has to share one with somebody.
      return first === undefined || second === undefined
        ? undefined
        : { service: [first], database: [second], rest: [third ?? first] };
  }
}

/** With so few every core is used, and there is nothing to choose. */
export const FEW_CORES = 2;

/** The first idle ones as they are numbered, so that an idle machine is always used in the same way; then the least busy. */
function idlestFirst({ cores, loads = new Map() }: Cores): readonly number[] {
  if (cores.length <= FEW_CORES) return cores;
  const loadOf = (core: number): number => loads.get(core) ?? 0;
  const isIdle = (core: number) => loadOf(core) <= IDLE_SHARE;
  const busy = cores.filter((core) => !isIdle(core)).sort((one, other) => loadOf(one) - loadOf(other));
  return [...cores.filter(isIdle), ...busy];
}
