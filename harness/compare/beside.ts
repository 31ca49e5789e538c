/**
 * How far the gains of one run are from those of another, by their blocks. (A stored baseline has no blocks: there the change
 * is made from the intervals, see diff/baseline/change.ts.) Pure.
 */
import type { Beside, BesideVerdict, Change, GainBeside, Sided } from '../results/beside.ts';
import * as lookup from '../results/lookup.ts';
import type { Estimate, GainVerdict, Metric, PatternResult, Results, StackName } from '../results/schema.ts';
import { holm } from '../stats/holm.ts';
import { LEVEL, MIN_BLOCKS } from '../stats/interval.ts';
import { type WelchComparison, welch } from '../stats/welch.ts';
import { isWithin } from './noise-floor.ts';
import { runDifferences } from './run-differences.ts';

/** A gain before all of them are judged together. */
type Unjudged = Omit<GainBeside, 'verdict'> & {
  /** Null where it cannot be tested. */
  p: number | null;
};

/** @param here the run whose gains are called larger or smaller than those of the other. */
export function besideOf(here: Results, there: Results): Beside {
  const gains = here.patterns.flatMap((pattern) => {
    const other = there.patterns.find((one) => one.pattern === pattern.pattern);
    return other === undefined ? [] : gainsOf({ here: pattern, there: other }, { here, there });
  });
  const tested = gains.flatMap(({ p }) => p ?? []);
  const adjusted = holm(tested).values();
  return {
    here,
    there,
    gains: gains.map(({ p, ...gain }) => ({
      ...gain,
      verdict: verdictOf(gain, p === null ? null : (adjusted.next().value ?? null)),
    })),
    tested: tested.length,
    differences: runDifferences(here, there),
  };
}

interface Both<T> {
  here: T;
  there: T;
}

/** The gains of the summary, in the stacks that both runs have and of every variant that one of them has. */
function gainsOf(patterns: Both<PatternResult>, runs: Both<Results>): Unjudged[] {
  const variants = new Set([patterns.here, patterns.there].flatMap(lookup.improvedVariants));
  const [headline] = variants;
  const stacks = runs.here.run.stacks.filter((stack) => runs.there.run.stacks.includes(stack));
  return lookup
    .summaryMetrics(patterns.here)
    .flatMap((metric) =>
      [...variants].flatMap((variant) =>
        stacks.flatMap(
          (stack) => gainOf(patterns, runs, { stack, variant, metric, isFirst: variant === headline }) ?? [],
        ),
      ),
    );
}

function gainOf(
  { here, there }: Both<PatternResult>,
  runs: Both<Results>,
  { stack, variant, metric, isFirst }: { stack: StackName; variant: string; metric: Metric; isFirst: boolean },
): Unjudged | undefined {
  const gains = [here, there].map((pattern) => lookup.gainOf(pattern, stack, variant, metric.id));
  const kind = gains.find((gain) => gain !== undefined)?.kind;
  if (kind === undefined) return undefined;
  const place = { pattern: here.pattern, stack, variant, metric: metric.id };
  const judged = {
    here: lookup.verdictOf(runs.here.verdicts, place),
    there: lookup.verdictOf(runs.there.verdicts, place),
  };
  const distrust = { here: judged.here.distrust, there: judged.there.distrust };
  const measured = (name: string): Sided =>
    sided(
      lookup.estimateOf(here, stack, name, metric.id),
      lookup.estimateOf(there, stack, name, metric.id),
      metric.unit === 'fraction' ? 'difference' : 'ratio',
    ).sided;
  const { sided: gain, compared } = sided(gains[0]?.estimate ?? undefined, gains[1]?.estimate ?? undefined, kind);
  const values = { before: measured(lookup.BASELINE), after: measured(variant) };
  const isTrusted = distrust.here.length + distrust.there.length === 0;
  return {
    ...{ ...place, metric, kind, gain, ...values, distrust },
    headline: isFirst && metric.id === (lookup.headlineMetric(here)?.id ?? ''),
    moved: (['before', 'after'] as const).filter((name) => excludesNone(values[name].change)),
    noise: noiseOf(judged, gain.change),
    p: isTrusted ? (compared?.p ?? null) : null,
  };
}

/** Ratios are compared as logarithms, which makes 2 × and 0.5 × equally far from no difference. */
function sided(
  here: Estimate | undefined,
  there: Estimate | undefined,
  kind: Change['kind'],
): { sided: Sided; compared?: WelchComparison } {
  const both = { here: here ?? null, there: there ?? null };
  if (here === undefined || there === undefined) return { sided: { ...both, change: null } };
  const values = [here.blocks, there.blocks];
  if (kind === 'ratio' && values.flat().some((value) => !(value > 0))) return { sided: { ...both, change: null } };
  const [from, back] = kind === 'ratio' ? [Math.log, Math.exp] : [(x: number) => x, (x: number) => x];
  if (values.some((blocks) => blocks.length < MIN_BLOCKS)) {
    const value = back(from(here.value) - from(there.value));
    return { sided: { ...both, change: { kind, value, low: null, high: null } } };
  }
  const compared = welch(here.blocks.map(from), there.blocks.map(from), LEVEL);
  const change = { kind, value: back(compared.difference), low: back(compared.low), high: back(compared.high) };
  return { sided: { ...both, change }, compared };
}

/** Each of the two gains may stray by the noise floor of its own run. */
function noiseOf({ here, there }: Both<GainVerdict>, change: Change | null): GainBeside['noise'] {
  if (here.noise === undefined || there.noise === undefined || change?.kind !== 'ratio') return null;
  const factor = here.noise.factor * there.noise.factor;
  return { factor, within: isWithin({ factor }, change.value) };
}

/** @param adjusted the p value that allows for all gains that were tested; null where this one was not. */
function verdictOf({ gain, distrust }: Omit<Unjudged, 'p'>, adjusted: number | null): BesideVerdict {
  if (gain.here === null || gain.there === null) return 'one-sided';
  if (distrust.here.length + distrust.there.length > 0) return 'distrusted';
  const { change } = gain;
  if (change === null || adjusted === null || change.low === null || change.high === null) return 'no-interval';
  const neutral = neutralOf(change);
  if (change.low === neutral && change.high === neutral) return 'equal';
  const direction = change.value > neutral ? 'larger' : 'smaller';
  if (adjusted <= 1 - LEVEL) return direction;
  return excludesNone(change) ? `${direction}-alone` : 'none-shown';
}

const neutralOf = ({ kind }: Pick<Change, 'kind'>) => (kind === 'ratio' ? 1 : 0);

/** Whether its interval excludes "no difference". */
function excludesNone(change: Change | null): boolean {
  if (change === null || change.low === null || change.high === null) return false;
  return change.low > neutralOf(change) || change.high < neutralOf(change);
}
