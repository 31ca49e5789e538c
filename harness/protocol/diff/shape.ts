/** Reading the shape of every common cell, on base and on head. */
import type { TrialLab } from '../../lab/lab.ts';
import type { Service } from '../../lab/services.ts';
import { openClient } from '../../load/client.ts';
import type { Testbed } from '../../patterns/pattern.ts';
import type { Shape } from '../../patterns/shape/shape.ts';
import { isCell } from '../../results/cell-name.ts';
import {
  type CellFacts,
  type CellName,
  type DiffPatternName,
  type DiffStackName,
  decidedValue,
  SIDES,
  type SideName,
  type Sizes,
} from '../../results/schema.ts';
import { watchDeaths } from '../deaths.ts';
import { ANSWER_TIMEOUT_MS } from '../trial-services.ts';
import type { BySide } from './sides.ts';

/** A service of duet's, or of a reader. */
type AnyService = Service<DiffStackName>;

export interface ShapeOptions {
  cells: readonly CellName[];
  /** A pattern without a shape has no facts. */
  shapes: Readonly<Partial<Record<DiffPatternName, Shape<Testbed>>>>;
  sizes: Sizes;
  /** Starts another process of the same service, for a pattern whose every reading needs a fresh one. */
  startAgain(service: AnyService): Promise<AnyService>;
  signal: AbortSignal;
  onPattern(name: DiffPatternName): void;
}

/** A reading that something else on the machine disturbed is made good by later ones; after so many nothing is decided. */
const MOST_READINGS = 6;
/** More than any shape needs at once. */
const CONNECTIONS = 32;

/**
 * Pattern by pattern, base and then head; those that need fresh processes side by side. Where the sides differ, or one is
 * undecided, both are read a second time, and the second reading of a cell stands behind the first.
 * @throws DuetError when a service or something of the lab dies.
 */
export async function readShapes(
  lab: TrialLab,
  services: BySide<AnyService[]>,
  options: ShapeOptions,
): Promise<BySide<CellFacts[]>> {
  const found: BySide<CellFacts[]> = { base: [], head: [] };
  const readBoth = async (cells: readonly CellName[], shape: Shape<Testbed>) => {
    for (const cell of cells) {
      const readSide = async (side: SideName) => {
        const service = services[side].find(({ stack }) => stack === cell.stack);
        if (service !== undefined) found[side].push(await readCell(lab, service, cell, shape, options));
      };
      if (shape.fresh) await Promise.all(SIDES.map(readSide));
      else for (const side of SIDES) await readSide(side);
    }
  };
  for (const [pattern, cells] of Map.groupBy(options.cells, (cell) => cell.pattern)) {
    const shape = options.shapes[pattern];
    if (shape === undefined) continue;
    options.onPattern(pattern);
    await shape.prepare?.(lab, options.sizes, options.signal);
    await readBoth(cells, shape);
    const differing = cells.filter((cell) => !isSettled(found, cell));
    await readBoth(differing, shape);
  }
  return found;
}

async function readCell(
  lab: TrialLab,
  service: AnyService,
  cell: CellName,
  shape: Shape<Testbed>,
  options: ShapeOptions,
): Promise<CellFacts> {
  const { signal, sizes, startAgain } = options;
  const { pattern, stack, variant } = cell;
  const read: CellFacts = { pattern, stack, variant, facts: {}, agreeing: shape.agreeing };
  const { side } = service;
  const where = { pattern, stack, variant, ...(side && { side }), phase: 'shape' };
  for (let n = 0; n < MOST_READINGS && (n < shape.agreeing || !isDecided(read)); n++) {
    signal.throwIfAborted();
    await using fresh = shape.fresh ? await startAgain(service) : undefined;
    const asked = fresh ?? service;
    await using client = openClient(asked.url, { connections: CONNECTIONS, timeoutMs: ANSWER_TIMEOUT_MS, signal });
    const context = { lab, service: asked, client, variant, sizes, signal };
    const { facts, failure } = await watchDeaths(
      { watched: [lab, asked], where, signal, suspicious: (outcome) => outcome.failure !== undefined },
      async () => {
        if (n === 0 || shape.fresh) await shape.warmUp?.(context);
        return shape.read(context);
      },
    );
    if (failure !== undefined) return { ...read, failure };
    for (const [id, reading] of Object.entries(facts)) read.facts[id] = [...(read.facts[id] ?? []), reading];
  }
  return read;
}

const isDecided = ({ facts, agreeing }: CellFacts): boolean =>
  Object.values(facts).every((readings) => decidedValue(readings, agreeing) !== null);

/** Decided on both sides, and the same. */
function isSettled(found: BySide<CellFacts[]>, cell: CellName): boolean {
  const [base, head] = SIDES.map((side) => found[side].find((one) => isCell(one, cell)));
  if (base === undefined || head === undefined || base.failure !== undefined || head.failure !== undefined)
    return false;
  const values = (of: CellFacts) =>
    Object.entries(of.facts).map(([id, readings]) => [id, decidedValue(readings, of.agreeing)]);
  return isDecided(base) && isDecided(head) && JSON.stringify(values(base)) === JSON.stringify(values(head));
}
