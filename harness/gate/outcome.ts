/** What a diff comes to: one verdict with its reason in words, and one exit code. Pure. */
import { cellName } from '../report/diff/rows.ts';
import type { DiffHeader, DiffResults, DiffRow, VerdictName } from '../results/schema.ts';
import { changedText, equalText, listRest, unsureText } from './sentences.ts';

type Outcome = Pick<DiffResults, 'verdict' | 'why' | 'exit_code'>;
type Rules = Pick<DiffHeader, 'strict' | 'fail_on' | 'same_services' | 'cells'>;
type End = Pick<DiffResults, 'status' | 'status_reason'>;

/** Rows that decide: secondary metrics point at a change, and fail only if strict. */
export const gatedRows = (rows: readonly DiffRow[], { strict }: Pick<DiffHeader, 'strict'>): DiffRow[] =>
  rows.filter(({ family }) => strict || family === 'primary');

/**
 * The worst verdict of the gated rows, in this order: regression, invalid, inconclusive, improvement, no change. A
 * regression comes before "invalid": where the timing of a diff is invalid its timed rows are, too, so that what is left
 * is a count, which no noise can make, or a cell whose own trials are sound. A diff that did not finish, and one with
 * nothing to judge, are invalid: neither has shown that nothing became slower.
 * @param rows the worst first.
 */
export function concludeDiff(rules: Rules, rows: readonly DiffRow[], end: End): Outcome {
  const gated = gatedRows(rows, rules);
  const { verdict, sentence } = worstOf(rules, gated, end);
  return {
    verdict,
    why: [sentence, ...asides(verdict, rows, gated)].join(' '),
    exit_code: exitCode(verdict, rules),
  };
}

function worstOf(rules: Rules, gated: DiffRow[], { status, status_reason }: End) {
  const of = (verdict: VerdictName) => gated.filter((row) => row.verdict === verdict);
  const found = (verdict: VerdictName, sentence: string) => ({ verdict, sentence });

  const [regression, ...others] = of('regression');
  if (regression) return found('regression', `${changedText(regression)}${listRest(others.length)}.`);
  if (rules.same_services) {
    return found(
      'no change',
      'The services of base and head are byte for byte the same: nothing can have become slower.',
    );
  }
  if (status === 'partial')
    return found('invalid', `The diff did not finish: ${status_reason ?? 'it was interrupted'}.`);
  const distrust = distrustOf(gated);
  if (distrust !== undefined) return found('invalid', `${distrust}.`);
  if (!gated.some(({ base, head }) => base !== null && head !== null)) {
    const what =
      rules.cells.length === 0
        ? 'base and head have no after cell in common'
        : 'no count and no block could be taken on both sides';
    return found('invalid', `There was nothing to judge: ${what}.`);
  }
  const [inconclusive, ...unsure] = of('inconclusive');
  if (inconclusive) return found('inconclusive', `${unsureText(inconclusive)}${listRest(unsure.length)}.`);
  const [improvement, ...better] = of('improvement');
  if (improvement) return found('improvement', `${changedText(improvement)}${listRest(better.length)}.`);
  return found('no change', `${equalText(gated)}.`);
}

/** Why the diff is invalid, each reason once; undefined when no gated row is. One cell among others is named. */
export function distrustOf(gated: readonly DiffRow[]): string | undefined {
  const invalid = gated.filter(({ verdict }) => verdict === 'invalid');
  // The reason of a timed row may be that of the whole stack; of the only one there is, its cell goes without saying.
  const timed = gated.filter(({ metric }) => metric.kind !== 'count');
  const isNamed = (row: DiffRow) => timed.length > 1 || row.metric.kind === 'count';
  const reasons = [...Map.groupBy(invalid, ({ why }) => why ?? 'invalid')].map(([why, [row, ...others]]) =>
    row !== undefined && others.length === 0 && isNamed(row) ? `${cellName(row)}: ${why}` : why,
  );
  return reasons.length === 0 ? undefined : reasons.join('; ');
}

/** What the verdict does not say, and somebody should know. */
function asides(verdict: VerdictName, rows: readonly DiffRow[], gated: readonly DiffRow[]): string[] {
  const distrust = verdict === 'regression' ? distrustOf(gated) : undefined;
  const [improvement, ...better] = gated.filter((row) => row.verdict === 'improvement');
  const [ungated, ...others] = rows.filter((row) => row.verdict === 'regression' && !gated.includes(row));
  return [
    ...(distrust === undefined ? [] : [`Not all could be judged: ${distrust}.`]),
    ...(improvement === undefined || verdict === 'improvement'
      ? []
      : [`Improved: ${changedText(improvement)}${listRest(better.length)}.`]),
    ...(ungated === undefined
      ? []
      : [`Not gated without --strict: ${changedText(ungated)}${listRest(others.length)}.`]),
  ];
}

/** What failing is about is what was found; a diff that could not be judged has found nothing, and is 5 in any case. */
function exitCode(verdict: VerdictName, { fail_on }: Pick<DiffHeader, 'fail_on'>): number {
  if (verdict === 'invalid') return 5;
  if (fail_on === 'never') return 0;
  return verdict === 'regression' || (verdict === 'inconclusive' && fail_on === 'inconclusive') ? 1 : 0;
}
