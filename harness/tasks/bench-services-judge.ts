/** Whether a diff of an example found what it was to find, and nothing else. Pure. */
import { EXIT } from '../exit-codes.ts';
import type { DiffResults, DiffRow } from '../results/schema.ts';
import type { Expected } from './bench-services-list.ts';

/** `counts`: the change by counts and facts alone. `reverse`: head against its change. `equal`: a commit against itself. */
export const DIRECTIONS = ['counts', 'change', 'reverse', 'equal'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export interface Judged {
  /** What was found, in a line. */
  came: string;
  /** What is wrong with it; null where nothing is. */
  wrong: string | null;
}

type Row = Pick<DiffRow, 'variant' | 'verdict' | 'fails'> & { metric: { id: string } };

export function judge(
  direction: Direction,
  expected: readonly Expected[],
  { rows, exitCode }: { rows: readonly Row[]; exitCode: number },
): Judged {
  const found = rows.filter(({ verdict }) => verdict === 'regression' || verdict === 'improvement');
  const came = found.map(inWords).join(', ') || 'nothing';
  const wrong = direction === 'equal' ? wrongIfEqual(rows, exitCode) : wrongOf(direction, expected, rows, exitCode);
  return { came, wrong: wrong ?? null };
}

const inWords = ({ variant, metric, verdict }: Row) => `${variant} ${metric.id} ${verdict}`;

function wrongIfEqual(rows: readonly Row[], exitCode: number): string | undefined {
  const red = rows.filter(({ fails }) => fails);
  if (red.length > 0) return `red: ${red.map(inWords).join(', ')}`;
  return exitCode === EXIT.fine ? undefined : `exit code ${exitCode}`;
}

function wrongOf(
  direction: Exclude<Direction, 'equal'>,
  expected: readonly Expected[],
  rows: readonly Row[],
  exitCode: number,
): string | undefined {
  const verdict = direction === 'reverse' ? 'improvement' : 'regression';
  const wanted = direction === 'counts' ? expected.filter(({ counted }) => counted) : expected;
  const missed = wanted.filter(
    (one) =>
      !rows.some((row) => row.variant === one.request && row.metric.id === one.metric && row.verdict === verdict),
  );
  if (missed.length > 0) return `missed: ${missed.map(({ request, metric }) => `${request} ${metric}`).join(', ')}`;
  const elsewhere = rows.filter((row) => row.fails && !expected.some(({ request }) => request === row.variant));
  if (elsewhere.length > 0) return `red elsewhere: ${elsewhere.map(inWords).join(', ')}`;
  const right = direction === 'reverse' || wanted.length === 0 ? EXIT.fine : EXIT.regression;
  return exitCode === right ? undefined : `exit code ${exitCode}`;
}

/** What a results file has of it. */
export const rowsOf = ({ rows }: Pick<DiffResults, 'rows'>): Row[] =>
  rows.map(({ variant, verdict, fails, metric: { id } }) => ({ variant, verdict, fails, metric: { id } }));
