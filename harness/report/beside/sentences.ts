/** What two runs say of each gain, in words. */
import type { Beside, BesideVerdict, Change, GainBeside } from '../../results/beside.ts';
import type { DistrustCode, Metric } from '../../results/schema.ts';
import { gainNoun, patternName } from '../compare/answer.ts';
import { gainIntervalOf, gainText, listed, listedFirst, quantity, STACK_TITLES, times } from '../kit/format.ts';
import { noiseShare } from '../kit/percent.ts';

const DISTRUSTS: Record<DistrustCode, string> = {
  'run-partial': 'is partial',
  'run-invalid': 'is invalid',
  'control-moved': 'has a control that moved',
};

/** What a verdict is called in a table, and whether it is but noise. */
export const readingOf = (beside: GainBeside): string =>
  `${verdictText(beside)}${isDifferent(beside.verdict) && beside.noise?.within ? ', within the noise' : ''}`;

const VERDICTS: Record<BesideVerdict, (beside: GainBeside) => string> = {
  larger: () => 'larger here',
  smaller: () => 'smaller here',
  'larger-alone': () => 'perhaps larger here',
  'smaller-alone': () => 'perhaps smaller here',
  'none-shown': () => 'no difference shown',
  equal: () => 'the same',
  'no-interval': () => 'too few blocks to tell',
  distrusted: ({ distrust }) => `not to be compared: ${distrustText(distrust)}`,
  'one-sided': ({ gain }) => (gain.here !== null ? 'only here' : gain.there !== null ? 'only there' : 'in neither'),
};

/** A verdict in a few words. */
export const verdictText = (beside: GainBeside): string => VERDICTS[beside.verdict](beside);

function distrustText({ here, there }: GainBeside['distrust']): string {
  const of = (name: string, codes: readonly DistrustCode[]) =>
    codes.length === 0 ? [] : [`the run ${name} ${listed(codes.map((code) => DISTRUSTS[code]))}`];
  return listed([...of('here', here), ...of('there', there)]);
}

/** Whether anything is said to differ, be it by chance. */
const isDifferent = (verdict: BesideVerdict): boolean =>
  verdict !== 'equal' && (verdict.startsWith('larger') || verdict.startsWith('smaller'));

/** Whether it holds among all gains that were compared. */
export const isShown = (verdict: BesideVerdict): boolean => verdict === 'larger' || verdict === 'smaller';

/** "20.1×", or why there is none. */
export function gainOn(side: 'here' | 'there', { gain, kind, metric }: GainBeside): string {
  const estimate = gain[side];
  return estimate === null ? 'none' : gainText(estimate.value, kind, metric.unit);
}

/** "1.12× larger here (1.05–1.20)": a factor above 1 with its direction, so that nobody has to invert it. */
function amount({ change, metric }: { change: Change; metric: Metric }, direction: 'larger' | 'smaller'): string {
  const upright = direction === 'larger' ? change : mirrored(change);
  const interval = intervalOf(upright, metric);
  return `${sizeText(upright, metric)} ${direction} here${interval === null ? '' : ` (${interval})`}`;
}

const sizeText = ({ kind, value }: Change, { unit }: Metric) =>
  kind === 'ratio' ? times(value) : gainText(value, kind, unit).replace('+', '');

const intervalOf = (change: Change, { unit }: Metric): string | null => gainIntervalOf(change, change.kind, unit);

function mirrored({ kind, value, low, high }: Change): Change {
  const turn = (one: number) => (kind === 'ratio' ? 1 / one : -one);
  return { kind, value: turn(value), low: high === null ? null : turn(high), high: low === null ? null : turn(low) };
}

/** The change of a number, "1.12× (1.05–1.20)", or with a comma "1.12×, 1.05–1.20"; "–" where there is none to tell. */
export function changeText(change: Change | null, metric: Metric, separator?: ', '): string {
  if (change === null) return '–';
  const value = change.kind === 'ratio' ? times(change.value) : gainText(change.value, 'difference', metric.unit);
  const interval = intervalOf(change, metric);
  if (interval === null) return value;
  return separator === undefined ? `${value} (${interval})` : `${value}${separator}${interval}`;
}

/** "20.1× here, 18.0× there: 1.12× larger here (1.05–1.20)", a sentence without its full stop. */
function gainClause(beside: GainBeside): string {
  return `${gainOn('here', beside)} here, ${gainOn('there', beside)} there: ${verdictClause(beside)}`;
}

function verdictClause(beside: GainBeside): string {
  const { verdict, gain, metric, noise } = beside;
  const { change } = gain;
  if (change === null || !isDifferent(verdict)) {
    const size = change !== null && verdict === 'none-shown' ? ` (${changeText(change, metric, ', ')})` : '';
    return `${readingOf(beside)}${size}`;
  }
  const direction = verdict.startsWith('larger') ? 'larger' : 'smaller';
  const chance = isShown(verdict) ? '' : ', which may be chance among so many';
  const within = noise?.within ? `, within the noise of the two runs (${noiseBand(noise.factor)})` : '';
  return `${amount({ change, metric }, direction)}${chance}${within}`;
}

const noiseBand = (factor: number) => `± ${noiseShare(factor - 1)}`;

/** "What differs is `after`: 58.3 ms here, 65.1 ms there." Null where no difference is to be explained. */
function movedSentence(beside: GainBeside): string | null {
  const { verdict, moved, metric } = beside;
  if (!isDifferent(verdict) || moved.length === 0) return null;
  const values = moved.map((name) => {
    const { here, there } = beside[name];
    const text = (value: number | undefined) => (value === undefined ? 'none' : quantity(value, metric.unit));
    return `\`${name === 'after' ? beside.variant : name}\` (${text(here?.value)} here, ${text(there?.value)} there)`;
  });
  return `What differs is ${listed(values)}.`;
}

/** "batching in Node"; a gain that the first screen does not have with its variant and metric. */
export function placeOf({ pattern, stack, variant, metric, headline }: GainBeside): string {
  const more = headline ? '' : ` (\`${variant}\`, ${metric.title})`;
  return `${pattern} in ${STACK_TITLES[stack]}${more}`;
}

/** What all gains say together. */
export function leadSentence({ gains, tested }: Pick<Beside, 'gains' | 'tested'>): string {
  if (tested === 0) return 'None of the gains can be compared.';
  const shown = gains.filter(({ verdict }) => isShown(verdict));
  const alone = gains.filter(({ verdict }) => isDifferent(verdict) && !isShown(verdict));
  const perhaps = alone.length === 0 ? '' : `; ${alone.length} more, perhaps by chance`;
  if (shown.length === 0)
    return alone.length === 0
      ? `None of ${tested} gains differs between the two runs, as far as these blocks can tell.`
      : `None of ${tested} gains differs for certain between the two runs; ${alone.length} may, perhaps by chance.`;
  const named = listedFirst(shown.map((each) => `${placeOf(each)} is ${clauseOf(each)}`));
  return `${shown.length} of ${tested} gains ${shown.length === 1 ? 'differs' : 'differ'}: ${named}${perhaps}.`;
}

function clauseOf(beside: GainBeside): string {
  const { gain, metric, verdict } = beside;
  return gain.change === null ? '' : amount({ change: gain.change, metric }, verdict as 'larger' | 'smaller');
}

/** One pattern of the first screen. */
export type PatternBeside = ReturnType<typeof patternsBeside>[number];

/** The gains of the first screen, by pattern. */
export function patternsBeside(gains: readonly GainBeside[]) {
  const headlines = gains.filter(({ headline }) => headline);
  return [...Map.groupBy(headlines, ({ pattern }) => pattern)].map(([pattern, own]) => ({
    pattern,
    name: patternName(pattern),
    /** What its gain is: "faster", "less memory". */
    noun: own[0] === undefined ? '' : gainNoun(pattern, own[0].metric),
    /** Whole sentences, one for each stack. */
    lines: own.map((each) => {
      const moved = movedSentence(each);
      return `${STACK_TITLES[each.stack]}: ${gainClause(each)}.${moved === null ? '' : ` ${moved}`}`;
    }),
  }));
}
