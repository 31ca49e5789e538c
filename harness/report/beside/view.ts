/** What two runs beside each other show, as text and in order: Markdown, page and terminal differ only in how they look. */
import type { Beside, GainBeside, Sided } from '../../results/beside.ts';
import type { Metric, Results } from '../../results/schema.ts';
import { LEVEL, MIN_BLOCKS } from '../../stats/interval.ts';
import { runtimesText, trustBanners } from '../compare/facts.ts';
import { blocksText } from '../compare/run-course.ts';
import { type Banner, environmentFacts, type Fact } from '../kit/facts.ts';
import { intervalOf, quantity } from '../kit/format.ts';
import { INTERVAL, numberWord, oneOf } from '../kit/method.ts';
import { share } from '../kit/percent.ts';
import { CELL_COLUMNS, type Column, type DataTable, tableOf } from '../kit/tables.ts';
import { differenceTable, softwareSentence, unfairBanners } from './differences.ts';
import { changeText, gainOn, leadSentence, patternsBeside, readingOf } from './sentences.ts';

export const TITLE = 'Two runs beside each other';

export type BesideView = ReturnType<typeof besideView>;

export function besideView(beside: Beside) {
  const { here, there, gains } = beside;
  return {
    /** What "here" and "there" are. */
    runs: [
      ['here', runText(here)],
      ['there', runText(there)],
    ] satisfies Fact[],
    banners: [...unfairBanners(beside), ...runBanners(here, 'Here'), ...runBanners(there, 'There')],
    /** What the gains say together, and in what the runs differ. */
    lead: [leadSentence(beside), softwareSentence(beside)],
    patterns: patternsBeside(gains),
    stacks: here.run.stacks.filter((stack) => there.run.stacks.includes(stack)),
    gains: gainTable(gains),
    /** Before and after in both runs. */
    values: valueTable(gains),
    differences: differenceTable(beside),
    environment: environmentTable(here, there),
    method: methodLines(beside),
    repeat: [
      ['Lay them over each other again', `duet report out/${here.run.id} --beside out/${there.run.id}`],
    ] satisfies Fact[],
  };
}

/** "Node.js 24.21.0 · CPython 3.11.7 · PostgreSQL 18.4 · quick, 8 blocks · 20260114-093000-quick-4f21". */
const runText = ({ run }: Results): string =>
  [runtimesText(run), `${run.profile}, ${blocksText(run)}`, run.id].join(' · ');

const runBanners = (results: Results, side: 'Here' | 'There'): Banner[] =>
  trustBanners(results).map((banner) => ({ ...banner, title: `${side}: ${banner.title}` }));

const GAIN_COLUMNS: Column<GainBeside>[] = [
  ['pattern', ({ pattern }) => pattern],
  ...CELL_COLUMNS,
  ['gain in', ({ metric }) => metric.title],
  ['here', (each) => gainOn('here', each)],
  ['there', (each) => gainOn('there', each)],
  ['here against there', ({ gain, metric }) => changeText(gain.change, metric)],
  ['reading', readingOf],
];

const gainTable = (gains: readonly GainBeside[]): DataTable =>
  tableOf(`The gains of both runs, and how far they differ, with its ${INTERVAL}`, gains, GAIN_COLUMNS, [4, 1]);

interface ValueRow extends Pick<GainBeside, 'pattern' | 'stack' | 'variant' | 'metric'> {
  sided: Sided;
}

const VALUE_COLUMNS: Column<ValueRow>[] = [
  ['pattern', ({ pattern }) => pattern],
  ...CELL_COLUMNS,
  ['value', ({ metric }) => metric.title],
  ['here', ({ sided, metric }) => valueText(sided.here, metric)],
  ['there', ({ sided, metric }) => valueText(sided.there, metric)],
  ['here against there', ({ sided, metric }) => changeText(sided.change, metric)],
];

/** `before` once for each stack, though several variants are compared with it. */
function valueTable(gains: readonly GainBeside[]): DataTable {
  const rows = gains.flatMap((each): ValueRow[] => {
    const { pattern, stack, metric, before, after } = each;
    const isFirst = gains.find((one) => one.pattern === pattern && one.stack === stack && one.metric.id === metric.id);
    return [...(isFirst === each ? [{ ...each, variant: 'before', sided: before }] : []), { ...each, sided: after }];
  });
  const caption = `What was measured before and after in both runs, with the ${INTERVAL} of each`;
  return tableOf(caption, rows, VALUE_COLUMNS, [4]);
}

function valueText(estimate: Sided['here'], { unit }: Metric): string {
  if (estimate === null) return '–';
  const interval = intervalOf(estimate, unit);
  return `${quantity(estimate.value, unit)}${interval === null ? '' : ` (${interval})`}`;
}

function environmentTable(here: Results, there: Results): DataTable {
  const [one, other] = [here, there].map((results) => new Map(environmentFacts(results))) as [
    Map<string, string>,
    Map<string, string>,
  ];
  const labels = [...new Set([...one.keys(), ...other.keys()])];
  return {
    caption: 'The environment of each run',
    header: ['what', 'here', 'there'],
    rows: labels.map((label) => [label, one.get(label) ?? '–', other.get(label) ?? '–']),
  };
}

function methodLines({ tested }: Beside): string[] {
  return [
    `The blocks of two runs do not pair. The difference of a gain is that of the means of the blocks' log gains, with Welch's ${INTERVAL}, which lets the runs vary by different amounts. From ${numberWord(MIN_BLOCKS)} blocks in each run on there is one.`,
    `A gain is called larger or smaller where its difference holds among all that were compared (${tested} here, p ≤ ${share(1 - LEVEL)} after Holm). Where only its own interval excludes "no difference", which one gain in ${oneOf(1 - LEVEL)} does by chance, it reads "perhaps larger".`,
    'Intervals of the two runs that overlap do not show that the gains are equal, nor does "no difference shown": fewer blocks show less.',
    'The blocks of a run say nothing of what changes from run to run alone, such as where code lies in memory, or what else the machine did that day. A difference that matters is worth a third run; `duet diff` measures two versions in turns within one run.',
    '"Within the noise" is a difference no larger than two equal gains of these runs may show by the noise floors of both.',
  ];
}
