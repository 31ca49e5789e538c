/**
 * A comparison as test cases, one per gain. A claim that does not hold is a finding and no fault, so it fails nothing; what
 * turns a run red is that its numbers must not be used.
 */
import type { Gain, Results } from '../../results/schema.ts';
import { STACKS } from '../../results/schema.ts';
import { quantity } from '../kit/format.ts';
import { type JunitCase, junitDocument } from '../kit/junit.ts';
import { INTERVAL } from '../kit/method.ts';
import { distrustText, whyMissingText } from '../kit/validity.ts';
import { gainTexts, type Pair, pairOf } from './pair.ts';
import { endText } from './run-course.ts';
import { VERDICT_TITLES } from './verdict-titles.ts';

export const renderJunit = (results: Results): string =>
  junitDocument('duet compare', results.run.started_at, casesOf(results));

function casesOf(results: Results): JunitCase[] {
  const distrust = distrustOf(results);
  const gains = results.patterns.flatMap((pattern) =>
    STACKS.flatMap((stack) =>
      (pattern.stacks[stack]?.gains ?? []).flatMap((gain) => {
        const metric = pattern.metrics.find(({ id }) => id === gain.metric);
        if (metric === undefined) return [];
        return [gainCase(pairOf({ pattern, metric, stack, variant: gain.variant }, results.verdicts), gain, distrust)];
      }),
    ),
  );
  return distrust === null ? gains : [wholeCase(distrust), ...gains];
}

/** Why no number of this run may be used, if so. */
function distrustOf(results: Results): string | null {
  const { status, validity } = results;
  if (validity?.trustworthy === false) {
    return `this run is invalid: ${distrustText(validity) ?? 'too many invalid trials'}`;
  }
  return status === 'partial' ? `this run is partial: ${endText(results) ?? 'it did not finish'}` : null;
}

const wholeCase = (message: string): JunitCase => ({
  classname: 'duet.compare',
  name: 'the run as a whole',
  seconds: null,
  outcome: { kind: 'error', type: 'unusable run', message },
});

function gainCase(pair: Pair, gain: Gain, distrust: string | null): JunitCase {
  const { pattern, stack, variant, metric, after } = pair;
  const missing = gain.estimate === null ? (whyMissingText(gain) ?? 'not measured') : distrust;
  return {
    classname: `duet.${pattern.pattern}.${stack}.${variant}`,
    name: metric.title,
    seconds: after && metric.unit === 'ms' ? after.value / 1_000 : null,
    ...(missing === null ? {} : { outcome: { kind: 'skipped', type: 'no gain', message: missing } }),
    ...(gain.estimate === null ? {} : { output: gainInWords(pair) }),
  };
}

function gainInWords(pair: Pair): string {
  const { before, after, judged, metric } = pair;
  const [gain, interval = null] = gainTexts(pair) ?? [];
  return [
    before && after ? `${quantity(before.value, metric.unit)} before, ${quantity(after.value, metric.unit)} after` : '',
    `gain ${gain}`,
    interval === null ? '' : `${INTERVAL} ${interval}`,
    judged.verdict === 'not-judged' ? '' : VERDICT_TITLES[judged.verdict],
  ]
    .filter((part) => part !== '')
    .join('; ');
}
