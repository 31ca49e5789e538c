/** The table of the bench of tune: how far each recommendation is from the smallest setting that is as good. Pure. */

import { mean } from '../stats/quantiles.ts';
import { isEquivalent, levelOf, noiseOf } from '../tune/search/equivalent.ts';
import { circumstances, markdownTable } from './bench-table.ts';
import { type KeptTune, keyOf } from './bench-tune-kept.ts';

/** A recommendation may be so many connections off. */
export const MOST_OFF = 2;
/** And may take so long, warm. */
export const MOST_MS = 120_000;
/** And beside an earlier commit so much of its time. */
export const MOST_SHARE = 0.65;

/** The smallest setting of the ladder that is within the noise floor of the best one measured anew. */
export function smallestEquivalent({ ladder, best }: Pick<KeptTune, 'ladder' | 'best'>): number | undefined {
  const level = levelOf(best);
  const noise = noiseOf([best], level.p95Ms);
  return ladder.map(levelOf).find((one) => isEquivalent(one, level, noise))?.connections;
}

/** In connections: above 0, more than needed. Undefined where there is nothing to compare. */
export function distance(kept: KeptTune): number | undefined {
  const smallest = smallestEquivalent(kept);
  return smallest === undefined || kept.recommended === null ? undefined : kept.recommended - smallest;
}

export const isMet = (kept: KeptTune): boolean => Math.abs(distance(kept) ?? Number.POSITIVE_INFINITY) <= MOST_OFF;

const HEADER = [
  ...['workload', 'stack', 'rate', 'predicted', 'recommended', 'smallest equivalent', 'off by', 'best of the ladder'],
  ...['bottleneck', 'time', 'earlier: recommended', 'earlier: time'],
];

/** Markdown: a row per service, a line per target, and where and when it was measured. */
export function tuneTable(kept: readonly KeptTune[]): string {
  const off = kept.filter((one) => !isMet(one)).map(keyOf);
  const slow = kept.filter(({ ms }) => ms > MOST_MS).map(keyOf);
  const lines = [
    verdict(off, kept.length, `within ${MOST_OFF} connections of the smallest setting that is as good as the best`),
    verdict(slow, kept.length, `in at most ${MOST_MS / 1_000} s`),
    ...[...Map.groupBy(kept, ({ earlier }) => earlier?.commit)].flatMap(([commit, some]) =>
      commit === undefined ? [] : [besideEarlier(commit, some)],
    ),
  ];
  return [
    markdownTable(HEADER, kept.map(rowOf)),
    ...lines,
    `${circumstances('services', kept)}. In brackets: p95.`,
  ].join('\n\n');
}

/** In all services together: what a tuning takes depends more on the service than on the commit. */
function besideEarlier(commit: string, kept: readonly KeptTune[]): string {
  const share = mean(kept.map(({ ms }) => ms)) / mean(kept.map(({ earlier }) => earlier?.ms ?? Number.NaN));
  const met = share <= MOST_SHARE ? 'Met' : 'MISSED';
  return `${met}: ${share.toFixed(2)} × the time of ${commit}, over ${kept.length} services; at most ${MOST_SHARE} × is wanted.`;
}

function rowOf(kept: KeptTune): string[] {
  const { workload, stack, form, rate_per_s, predicted, recommended, bottleneck, best, ladder, ms, earlier } = kept;
  const off = distance(kept);
  const bestLevel = levelOf(best);
  const noise = noiseOf([best], bestLevel.p95Ms);
  const own = ladder.map(levelOf).find(({ connections }) => connections === recommended);
  return [
    workload,
    form === 'def' ? `${stack} def` : stack,
    `${rate_per_s}/s`,
    `${predicted ?? '–'}`,
    `${recommended ?? '–'} (${own === undefined ? '–' : msText(own.p95Ms)})`,
    `${smallestEquivalent(kept) ?? '–'}`,
    off === undefined ? '–' : off > 0 ? `+${off}` : `${off}`,
    `${bestLevel.connections} (${msText(bestLevel.p95Ms)} ± ${(100 * noise).toFixed(0)} %)`,
    bottleneck ?? '–',
    secondsText(ms),
    `${earlier?.recommended ?? '–'}`,
    earlier === undefined ? '–' : secondsText(earlier.ms),
  ];
}

const secondsText = (ms: number) => `${(ms / 1_000).toFixed(0)} s`;

const msText = (ms: number) => (Number.isFinite(ms) ? `${ms.toPrecision(3)} ms` : 'none served');

function verdict(missed: string[], of: number, what: string): string {
  const met = `${of - missed.length} of ${of} ${what}`;
  return missed.length === 0 ? `Met: ${met}.` : `MISSED: ${met}; not ${missed.join(', ')}.`;
}
