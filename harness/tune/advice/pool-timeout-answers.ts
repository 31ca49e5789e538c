/**
 * Which failures say that no connection became free in time. A service may have a status for that, and most frameworks answer
 * with 500, as they do for everything else, or break the connection off. What such failures have in common is when they
 * come: under load alone (without, no failure is let pass), and when the wait that the setting allows has just passed. Other
 * failures know nothing of that wait, and it is another one in different windows.
 */
import type {
  AnswerKind,
  PoolTimeoutAnswers,
  TuneCell,
  TuneResults,
  TuneWindow,
  UnexpectedAnswers,
} from '../../results/tune.ts';

/** One that comes when the wait is over may do so by chance. */
const LEAST = 5;
/** The others of a kind may have met something else: a service that is overloaded has more than one trouble. */
const NEARLY_ALL = 0.9;
const MANY = 0.5;
/** With these a service, or a gateway before it, may say that it cannot serve a request now. */
const MEANS_OVERLOAD = [429, 500, 502, 503, 504];

const nameOf = ({ problem, status }: AnswerKind): string => `${problem} ${status}`;

/** The results, with what is recognized counted as timeouts in every window. Doing so again changes nothing. */
export function recognizePoolTimeouts(results: TuneResults): TuneResults {
  const { pool_timeout_answers: _before, ...known } = results;
  const kinds = judgeKinds(windowsOf(results));
  const recognized = new Set(kinds.filter(({ verdict }) => verdict === 'recognized').map(nameOf));
  const judged = withWindows(known, (window) => counted(window, recognized));
  return kinds.length === 0 ? judged : { ...judged, pool_timeout_answers: kinds };
}

/** The kinds of failures of all windows that may be pool timeouts; the most frequent comes first. */
function judgeKinds(windows: readonly TuneWindow[]): PoolTimeoutAnswers[] {
  const all = windows.flatMap(({ unexpected = [] }) => unexpected);
  const kinds = [...Map.groupBy(all, nameOf).values()].map((same) => {
    const { problem, status } = same[0] as UnexpectedAnswers;
    const sum = (of: (one: UnexpectedAnswers) => number) => same.reduce((total, one) => total + of(one), 0);
    return {
      ...{ problem, ...(status === undefined ? {} : { status }), count: sum(({ count }) => count) },
      after_wait: same.every(({ after_wait }) => after_wait === null) ? null : sum(({ after_wait }) => after_wait ?? 0),
    };
  });
  return kinds
    .flatMap((kind) => {
      const verdict = verdictOn(kind);
      return verdict === undefined ? [] : [{ ...kind, verdict }];
    })
    .toSorted((one, other) => other.count - one.count);
}

function verdictOn(kind: Omit<PoolTimeoutAnswers, 'verdict'>): PoolTimeoutAnswers['verdict'] | undefined {
  const { status, count, after_wait } = kind;
  if (after_wait !== null && after_wait >= LEAST && after_wait >= NEARLY_ALL * count) return 'recognized';
  if (status === undefined || !MEANS_OVERLOAD.includes(status)) return undefined;
  return after_wait === null || after_wait >= MANY * count ? 'suspected' : undefined;
}

/** A window in which failures of these kinds that came after the wait are timeouts, and all others failures. */
function counted(window: TuneWindow, recognized: ReadonlySet<string>): TuneWindow {
  if (window.unexpected === undefined) return window;
  const unexpected = window.unexpected.map((kind) => ({
    ...kind,
    pool_timeouts: recognized.has(nameOf(kind)) ? (kind.after_wait ?? 0) : 0,
  }));
  const sum = (kinds: readonly UnexpectedAnswers[]) => kinds.reduce((total, one) => total + one.pool_timeouts, 0);
  const more = sum(unexpected) - sum(window.unexpected);
  return { ...window, unexpected, timeouts: window.timeouts + more, failures: window.failures - more };
}

function windowsOf(results: TuneResults): TuneWindow[] {
  const windows: TuneWindow[] = [];
  withWindows(results, (window) => {
    windows.push(window);
    return window;
  });
  return windows;
}

/** The results with each of their windows changed. */
function withWindows(results: TuneResults, change: (window: TuneWindow) => TuneWindow): TuneResults {
  const cell = (one: TuneCell): TuneCell => ({ ...one, windows: one.windows.map(change) });
  const { search, grid, load_curve, overload, burst, recommended, comparisons } = results;
  return {
    ...results,
    search: search.map(cell),
    grid: grid.map(cell),
    load_curve: load_curve.map(change),
    overload: overload.map((one) => ({ ...one, window: change(one.window) })),
    burst: burst && change(burst),
    recommended: recommended && cell(recommended),
    comparisons: comparisons.map((one) => ({ ...one, cell: cell(one.cell) })),
  };
}
