/** What the blocks say together of the costs of each library. Pure. */
import { COST_METRICS, type LibrariesPlan, type LibraryCost } from '../../results/libraries.ts';
import type { OperationName } from '../../results/library-names.ts';
import type { CostSample } from '../../results/library-samples.ts';
import { LEVEL, logRatioInterval } from '../../stats/interval.ts';
import { median } from '../../stats/quantiles.ts';
import { CATALOGUE, idOf, referenceOf } from '../catalogue.ts';
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
 * all but the references the ratio to the reference in the same block.
 */
export function summarizeCosts(
  samples: readonly CostSample[],
  { blocks }: Pick<LibrariesPlan, 'blocks'>,
): Map<string, LibraryCost[]> {
  const counting = samples.filter(({ block }) => block < blocks);
  const byLibrary = Map.groupBy(counting, idOf);
  const valuesOf = (id: string, operation: OperationName, metric: CostMetric) =>
    blockValues(byLibrary.get(id) ?? [], operation, metric);
  return new Map(
    CATALOGUE.filter((entry) => byLibrary.has(idOf(entry))).map((entry) => [
      idOf(entry),
      costedOperations(entry).flatMap((operation) =>
        COST_METRICS.flatMap((metric): LibraryCost[] => {
          const values = valuesOf(idOf(entry), operation, metric);
          if (values.size === 0) return [];
          const reference = entry.reference ? undefined : valuesOf(idOf(referenceOf(entry)), operation, metric);
          return [
            {
              ...{ operation, metric, unit: UNITS[metric] },
              ...{ value: median([...values.values()]), blocks: values.size },
              ...(reference === undefined ? {} : ratioTo(reference, values)),
            },
          ];
        }),
      ),
    ]),
  );
}

/** The value of each block that has one, in their order. Of several samples of the same, the last one counts. */
function blockValues(samples: readonly CostSample[], operation: OperationName, metric: CostMetric) {
  const last = new Map(samples.filter((one) => one.operation === operation).map((one) => [one.block, one]));
  return new Map(
    [...last.values()]
      .filter((sample) => isBelieved(sample, metric))
      .sort((one, other) => one.block - other.block)
      .flatMap(({ block, metrics }): [number, number][] => {
        const value = metrics[metric];
        return value === undefined ? [] : [[block, value]];
      }),
  );
}

/** What the service itself took of the machine, however fast it was asked. */
const OF_THE_SERVICE: readonly CostMetric[] = ['cpu', 'peak_rss', 'start_up'];

/**
 * The fastest libraries answer faster than one driver asks. Then the rate and the times are the driver's, and what a request
 * costs the service is still its own.
 */
function isBelieved({ invalid = [], failed }: CostSample, metric: CostMetric): boolean {
  if (failed !== undefined) return false;
  const spoils = OF_THE_SERVICE.includes(metric)
    ? invalid.filter(({ rule }) => rule !== 'driver-saturated')
    : invalid;
  return spoils.length === 0;
}

/** Over the blocks in which both have a value that has a ratio. */
function ratioTo(
  reference: ReadonlyMap<number, number>,
  values: ReadonlyMap<number, number>,
): Pick<LibraryCost, 'ratio'> {
  const pairs = [...values].flatMap(([block, value]): [number, number][] => {
    const other = reference.get(block) ?? 0;
    return value > 0 && other > 0 ? [[value, other]] : [];
  });
  if (pairs.length === 0) return {};
  const [of, to] = [pairs.map(([value]) => value), pairs.map(([, other]) => other)];
  return { ratio: logRatioInterval(of, to, LEVEL) };
}
