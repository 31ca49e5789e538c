/** What the blocks say together of the costs of each library. Pure. */
import { COST_METRICS, type LibrariesPlan, type LibraryCost } from '../../results/libraries.ts';
import type { OperationName } from '../../results/library-names.ts';
import type { CostSample } from '../../results/library-samples.ts';
import { LEVEL, logRatioInterval } from '../../stats/interval.ts';
import { median } from '../../stats/quantiles.ts';
import { CATALOGUE, type CatalogueEntry, idOf, referenceOf } from '../catalogue.ts';
import { costedOperations } from './block-order.ts';

type CostMetric = LibraryCost['metric'];

const UNITS: Readonly<Record<CostMetric, LibraryCost['unit']>> = {
  cpu: 'ms',
  throughput: 'req/s',
  p50: 'ms',
  p99: 'ms',
  peak_rss: 'bytes',
  start_up: 'ms',
};

/**
 * The costs of each library by its id, in the order of its operations and of the metrics: the median over the blocks, and of
 * all but the references the ratio to the reference in the same block. Where both had a gauge beside them, each counts as a
 * multiple of its gauge, so that it does not matter how fast the machine was at either time. The runs of
 * before had none.
 */
export function summarizeCosts(
  samples: readonly CostSample[],
  { blocks }: Pick<LibrariesPlan, 'blocks'>,
): Map<string, LibraryCost[]> {
  const counting = samples.filter(({ block }) => block < blocks);
  const byLibrary = Map.groupBy(counting, idOf);
  const blocksOf = (entry: CatalogueEntry, operation: OperationName) =>
    lastOfBlocks(byLibrary.get(idOf(entry)) ?? [], operation);
  const costOf = (entry: CatalogueEntry, operation: OperationName, metric: CostMetric): LibraryCost[] => {
    const own = blocksOf(entry, operation);
    const values = [...own.values()].flatMap((sample) => believedValue(sample, metric) ?? []);
    if (values.length === 0) return [];
    const reference = blocksOf(referenceOf(entry), operation);
    const ratio = entry.reference
      ? {}
      : ratioOf([...own].map(([block, sample]) => pairOf(sample, reference.get(block), metric)));
    return [{ operation, metric, unit: UNITS[metric], value: median(values), blocks: values.length, ...ratio }];
  };
  return new Map(
    CATALOGUE.filter((entry) => byLibrary.has(idOf(entry))).map((entry) => [
      idOf(entry),
      costedOperations(entry).flatMap((operation) =>
        COST_METRICS.flatMap((metric) => costOf(entry, operation, metric)),
      ),
    ]),
  );
}

/** By their blocks, in order. Of several samples of the same, the last one counts. */
function lastOfBlocks(samples: readonly CostSample[], operation: OperationName): Map<number, CostSample> {
  const last = new Map(samples.filter((one) => one.operation === operation).map((one) => [one.block, one]));
  return new Map([...last].sort(([one], [other]) => one - other));
}

type Measured = Pick<CostSample, 'metrics' | 'failed' | 'invalid'>;

/** Undefined where there is none, or none that can be believed. */
const believedValue = (sample: Measured | undefined, metric: CostMetric): number | undefined =>
  sample !== undefined && isBelieved(sample, metric) ? sample.metrics[metric] : undefined;

/** What the service itself took of the machine, however fast it was asked. */
const OF_THE_SERVICE: readonly CostMetric[] = ['cpu', 'peak_rss', 'start_up'];

/**
 * The fastest libraries answer faster than one driver asks. Then the rate and the times are the driver's, and what a request
 * costs the service is still its own.
 */
function isBelieved({ invalid = [], failed }: Measured, metric: CostMetric): boolean {
  if (failed !== undefined) return false;
  const spoils = OF_THE_SERVICE.includes(metric) ? invalid.filter(({ rule }) => rule !== 'driver-saturated') : invalid;
  return spoils.length === 0;
}

/** What a library and its reference took in a block, both in the same unit. */
type Pair = readonly [number | undefined, number | undefined];

/** Memory and start-up are those of a fresh process, which the gauge is not, and the tail of one window says little of another's. */
const GAUGED: readonly CostMetric[] = ['cpu', 'throughput', 'p50'];

function pairOf(sample: CostSample, reference: CostSample | undefined, metric: CostMetric): Pair {
  const pair = [believedValue(sample, metric), believedValue(reference, metric)] as const;
  const gauges = [believedValue(sample.gauge, metric), believedValue(reference?.gauge, metric)] as const;
  if (!GAUGED.includes(metric) || sample.gauge === undefined || reference?.gauge === undefined) return pair;
  return [quotient(pair[0], gauges[0]), quotient(pair[1], gauges[1])];
}

const quotient = (value: number | undefined, by: number | undefined): number | undefined =>
  value === undefined || by === undefined ? undefined : value / by;

/** Over the blocks in which both have a value that has a ratio. */
function ratioOf(pairs: readonly Pair[]): Pick<LibraryCost, 'ratio'> {
  const both = pairs.filter((pair): pair is [number, number] =>
    pair.every((value) => value !== undefined && value > 0),
  );
  if (both.length === 0) return {};
  const [of, to] = [both.map(([value]) => value), both.map(([, reference]) => reference)];
  return { ratio: logRatioInterval(of, to, LEVEL) };
}
