/** What the rows of a comparison with a baseline say together: one verdict, its reason, one exit code. Pure. */
import { EXIT } from '../../errors.ts';
import type { BaselineDiff, BaselineRow, EntryName } from '../../results/schema.ts';

type Rules = Pick<BaselineDiff, 'fail_on' | 'strict'>;
type Conclusion = Pick<BaselineDiff, 'verdict' | 'why' | 'exit_code'>;

/** A gate with nothing to judge is invalid, not green. */
export function conclude(rows: readonly BaselineRow[], { fail_on, strict }: Rules): Conclusion {
  const of = (verdict: BaselineRow['verdict']) => rows.filter((row) => row.verdict === verdict);
  const decides = ({ family }: BaselineRow) => strict || family === 'primary';
  const worse = of('regression').filter(decides);
  const lost = of('invalid');
  const open = of('inconclusive').filter(decides);
  const better = of('improvement');
  const judged = rows.filter(({ verdict }) => verdict !== 'refused');
  if (worse.length > 0) {
    const exit_code = fail_on === 'never' ? EXIT.fine : EXIT.regression;
    return { verdict: 'regression', why: { code: 'worse', figures: namesOf(worse) }, exit_code };
  }
  if (judged.length === 0) {
    return { verdict: 'invalid', why: { code: 'nothing-judged', why: rows[0]?.why ?? null }, exit_code: EXIT.invalid };
  }
  if (lost.length > 0) {
    return { verdict: 'invalid', why: { code: 'lost', figures: namesOf(lost) }, exit_code: EXIT.invalid };
  }
  if (open.length > 0) {
    const exit_code = fail_on === 'inconclusive' ? EXIT.regression : EXIT.fine;
    return { verdict: 'inconclusive', why: { code: 'open', figures: namesOf(open) }, exit_code };
  }
  if (better.length > 0) {
    return { verdict: 'improvement', why: { code: 'better', figures: namesOf(better) }, exit_code: EXIT.fine };
  }
  return { verdict: 'no change', why: { code: 'unchanged', figures: judged.length }, exit_code: EXIT.fine };
}

const namesOf = (rows: readonly BaselineRow[]): EntryName[] =>
  rows.map(({ of, pattern, stack, variant, metric }) => ({ of, pattern, stack, variant, metric: metric.id }));
