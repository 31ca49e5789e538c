/** What a diff comes to: one verdict with its reason, and one exit code. Pure. */
import { EXIT } from '../errors.ts';
import { rowName } from '../results/cell-name.ts';
import type {
  DiffAside,
  DiffHeader,
  DiffReason,
  DiffResults,
  DiffRow,
  Distrust,
  OutcomeName,
  RowName,
  RowReason,
  Uncompared,
  VerdictName,
} from '../results/schema.ts';
import { isDrift, isUndecidedGrowth } from './gate.ts';
import { isOnlyShown } from './request-rules.ts';

type Outcome = Pick<DiffResults, 'verdict' | 'why' | 'beside' | 'exit_code'>;
type Rules = Pick<DiffHeader, 'fail_on' | 'same_services' | 'cells' | 'service' | 'plan'>;

/** What a diff has to show. */
interface Shown extends Pick<DiffResults, 'status'> {
  /** The worst first. */
  rows: readonly DiffRow[];
  /** What differs and was not compared. */
  uncompared: readonly Uncompared[];
}

/**
 * The worst verdict of the gated rows, in this order: regression, invalid, inconclusive, incomplete, accepted, improvement, no
 * change. A regression comes before "invalid": where the timing of a diff is invalid its timed rows are, too, so that what is left
 * is a count, which no noise can make, or a cell whose own trials are sound. A diff that did not finish, and one with
 * nothing to judge, are invalid: neither has shown that nothing became slower. Incomplete is one that found nothing worse and
 * did not compare all that differs. A share is `measured` or invalid: what it found is judged with the other shares.
 */
export function concludeDiff(rules: Rules, shown: Shown): Outcome {
  const gated = shown.rows.filter((row) => row.gated);
  const { verdict, why } = worstOf(rules, gated, shown);
  return { verdict, why, beside: asidesOf(verdict, shown.rows, rules), exit_code: exitCode(verdict, rules) };
}

function worstOf(rules: Rules, gated: readonly DiffRow[], { rows, uncompared, status }: Shown) {
  const found = (verdict: OutcomeName, why: DiffReason) => ({ verdict, why });
  const of = (verdict: VerdictName) => namesOf(gated.filter((row) => row.verdict === verdict));
  const incomplete = uncompared.length === 0 ? undefined : found('incomplete', { code: 'uncompared' });

  if (isShare(rules)) {
    if (status === 'partial') return found('invalid', { code: 'unfinished' });
    return of('invalid').length > 0 ? found('invalid', { code: 'distrusted' }) : found('measured', { code: 'share' });
  }
  const worse = of('regression');
  if (worse.length > 0) return found('regression', { code: 'changed', rows: worse });
  if (rules.same_services) return incomplete ?? found('no change', { code: 'same-services' });
  if (status === 'partial') return found('invalid', { code: 'unfinished' });
  if (of('invalid').length > 0) return found('invalid', { code: 'distrusted' });
  const judged = [...gated, ...rows.filter((row) => isOnlyShown(rules, row))];
  if (!judged.some(({ base, head }) => base !== null && head !== null)) {
    const cause = rules.cells.length === 0 ? 'no-common-cell' : 'nothing-on-both-sides';
    return found('invalid', { code: 'nothing-to-judge', cause });
  }
  const undecided = of('inconclusive');
  if (undecided.length > 0) return found('inconclusive', { code: 'undecided', rows: undecided });
  if (incomplete) return incomplete;
  const accepted = of('accepted');
  if (accepted.length > 0) return found('accepted', { code: 'accepted', rows: accepted });
  const better = of('improvement');
  if (better.length > 0) return found('improvement', { code: 'changed', rows: better });
  return found('no change', { code: 'unchanged' });
}

/** Whether a diff measures a share of a plan. */
export const isShare = ({ plan }: Pick<DiffHeader, 'plan'>): boolean => plan.fixed?.shard !== undefined;

/** Why gated rows are invalid: each reason once, with its rows. */
export function distrustOf(rows: readonly DiffRow[]): Distrust[] {
  const invalid = rows.filter(({ gated, verdict }) => gated && verdict === 'invalid');
  return [...Map.groupBy(invalid, reasonKey).values()].flatMap((some) => {
    const why = some[0]?.why;
    return why === undefined ? [] : [{ why, rows: namesOf(some) }];
  });
}

/** The readings of one fact are no reason of another. */
const reasonKey = ({ why, metric }: DiffRow): string =>
  JSON.stringify([why, why?.code === 'fact-undecided' ? metric.id : null] satisfies [RowReason | undefined, unknown]);

function asidesOf(verdict: OutcomeName, rows: readonly DiffRow[], rules: Rules): DiffAside[] {
  const of = (wanted: VerdictName, gated?: boolean) =>
    namesOf(rows.filter((row) => row.verdict === wanted && (gated === undefined || row.gated === gated)));
  const worse = rows.filter((row) => row.verdict === 'regression' && !row.gated);
  const isShown = (row: DiffRow) => isOnlyShown(rules, row);
  const undecided = rows.filter((row) => isUndecidedGrowth(row) && !row.gated && !isShown(row));
  const aside = (code: Extract<DiffAside, { rows: unknown }>['code'], some: RowName[]): DiffAside[] =>
    some.length === 0 ? [] : [{ code, rows: some }];
  return [
    ...(verdict === 'regression' && of('invalid', true).length > 0 ? [{ code: 'distrusted' as const }] : []),
    ...(verdict === 'accepted' ? [] : aside('accepted', of('accepted'))),
    ...(verdict === 'improvement' ? [] : aside('improved', of('improvement', true))),
    ...aside('not-gated', namesOf(worse.filter((row) => !isShown(row)))),
    ...aside('only-shown', namesOf(worse.filter(isShown))),
    ...driftsOf(rows),
    // A regression ends a diff before the rest of it is decided.
    ...(verdict === 'regression' ? [] : aside('growth-undecided', namesOf(undecided))),
  ];
}

/** Counts that nothing can be said of, and what was seen of each. */
function driftsOf(rows: readonly DiffRow[]): DiffAside[] {
  const counts = rows.flatMap((row) => {
    const { why } = row;
    return isDrift(row) && why?.code === 'counts-differ' ? [{ ...rowName(row), base: why.base, head: why.head }] : [];
  });
  return counts.length === 0 ? [] : [{ code: 'counts-drift', counts }];
}

const namesOf = (rows: readonly DiffRow[]): RowName[] => rows.map(rowName);

/** What failing is about is what was found; a diff that could not be judged has found nothing, and is 5 in any case. */
function exitCode(verdict: OutcomeName, { fail_on }: Pick<DiffHeader, 'fail_on'>): number {
  if (verdict === 'invalid') return EXIT.invalid;
  if (fail_on === 'never') return EXIT.fine;
  const isUnsure = verdict === 'inconclusive' || verdict === 'incomplete';
  return verdict === 'regression' || (isUnsure && fail_on === 'inconclusive') ? EXIT.regression : EXIT.fine;
}
