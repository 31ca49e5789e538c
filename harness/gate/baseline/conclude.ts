/** What the rows of a comparison with a baseline say together: one verdict, one sentence, one exit code. Pure. */
import { EXIT } from '../../errors.ts';
import { STACK_TITLES } from '../../report/format.ts';
import type { BaselineDiff, BaselineRow } from '../../results/schema.ts';

type Rules = Pick<BaselineDiff, 'fail_on' | 'strict'>;
type Conclusion = Pick<BaselineDiff, 'verdict' | 'why' | 'exit_code'>;

/** A gate with nothing to judge is invalid, not green. */
export function conclude(rows: readonly BaselineRow[], { fail_on, strict }: Rules): Conclusion {
  const of = (verdict: BaselineRow['verdict']) => rows.filter((row) => row.verdict === verdict);
  const failing = of('regression').filter(({ family }) => strict || family === 'primary');
  const lost = of('invalid');
  const open = of('inconclusive').filter(({ family }) => strict || family === 'primary');
  const judged = rows.filter(({ verdict }) => verdict !== 'refused');
  if (failing.length > 0) {
    return {
      verdict: 'regression',
      why: sentence(failing, 'worse'),
      exit_code: fail_on === 'never' ? EXIT.fine : EXIT.regression,
    };
  }
  if (judged.length === 0) {
    const why = rows[0]?.why ?? 'the two runs have no figure in common';
    return { verdict: 'invalid', why: `Nothing could be judged: ${why}.`, exit_code: EXIT.invalid };
  }
  if (lost.length > 0) return { verdict: 'invalid', why: sentence(lost, 'lost'), exit_code: EXIT.invalid };
  if (open.length > 0) {
    const exit_code = fail_on === 'inconclusive' ? EXIT.regression : EXIT.fine;
    return { verdict: 'inconclusive', why: sentence(open, 'open'), exit_code };
  }
  const better = of('improvement');
  if (better.length > 0) return { verdict: 'improvement', why: sentence(better, 'better'), exit_code: EXIT.fine };
  return { verdict: 'no change', why: `None of ${judged.length} figures changed.`, exit_code: EXIT.fine };
}

function sentence(rows: readonly BaselineRow[], what: string): string {
  const { pattern, stack, variant, metric, of } = rows[0] as BaselineRow;
  const where = [pattern, stack === null ? 'Node ÷ Python' : STACK_TITLES[stack], variant].join(', ');
  const others = rows.length === 1 ? '' : ` and ${rows.length - 1} more`;
  return `${rows.length === 1 ? '1 figure is' : `${rows.length} figures are`} ${what}: ${where}, ${of === 'gain' ? 'gain in ' : ''}${metric.title}${others}.`;
}
