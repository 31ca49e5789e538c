/**
 * Which number of connections to measure next, or that enough is known: the search for the fewest connections that are
 * as good as any number. Pure: it looks at what has been measured so far, so a search can be told and tested without one.
 *
 * 1. The prediction, and an ample setting twice: what more connections would give, and how much two equal windows differ.
 * 2. While the ample setting is better than the prediction and used to the full, twice as many.
 * 3. From the prediction, in steps that double, down to a setting that is not as good; or up to one that is. Then bisection.
 * 4. The setting below the winner once more where it was a near miss, lest a disturbed window decides. The winner itself is
 *    measured again beside other pools: see measure/compare-with-others.ts.
 */
import { connectionsOf, type TuneCell, type TunePrediction } from '../../results/tune.ts';
import { areClose, middleOf, STEP_SHARE } from './between.ts';
import { contradict, isEquivalent, type Level, levelOf, type Standard, standardOf } from './equivalent.ts';

/** Beyond these the search ends with what it knows. It usually needs 4 to 8. */
export const MOST_WINDOWS = 10;
/** The ample setting: several times the prediction, and well above it where that is small. */
const AMPLE_FACTOR = 3;
const AMPLE_EXTRA = 8;
/** The first step away from the prediction, as a share of it. */
const GALLOP_SHARE = 0.1;
/** Fewer connections than this share of Little's law are not tried: a queue that only grows needs no window. */
const HOPELESS_SHARE = 0.75;

/** What a search knows. */
export interface SearchState {
  prediction: TunePrediction;
  /** The most connections that may be tried: what PostgreSQL can give to one process. At least 1. */
  ceiling: number;
  /** The fewest that may be tried: with fewer the service answers nothing. Default: 1. */
  floor?: number | undefined;
  /** In any order, each setting once with all its windows, which all have the same arrivals. */
  measured: readonly TuneCell[];
}

/** How a search ended. */
export interface SearchResult {
  /** The fewest connections that are as good as the best, as far as is known. */
  connections: number;
  /**
   * `smallest`: one fewer is worse. `ceiling`: more than the ceiling might be better still, but cannot be had.
   * `undecided`: the windows ran out. `nothing-served`: no setting answered anything.
   */
  ending: 'smallest' | 'ceiling' | 'undecided' | 'nothing-served';
  /** The windows of all settings together. */
  windows: number;
}

export type NextStep = { measure: number; why: string } | { done: SearchResult };

/** Throws RangeError for a ceiling below 1. */
export function nextStep(state: SearchState): NextStep {
  const { measured, ceiling } = state;
  if (!(ceiling >= 1)) throw new RangeError(`ceiling ${ceiling} is below 1 connection`);
  const first = firstOf(state);
  const ample = Math.min(Math.max(AMPLE_FACTOR * first, first + AMPLE_EXTRA), ceiling);
  if (windowsOf(measured, first) === 0) return { measure: first, why: 'the prediction' };
  if (windowsOf(measured, ample) === 0) return { measure: ample, why: 'ample: what more connections would give' };
  if (windowsOf(measured, ample) === 1) return { measure: ample, why: 'the same again: how much windows differ' };
  return decide(state, view(state));
}

/** The prediction, as far as it may be tried. */
const firstOf = ({ prediction, ceiling, floor = 1 }: SearchState): number =>
  Math.min(Math.max(prediction.connections, floor), ceiling);

/** What the windows say, ascending by connections. */
interface View extends Standard {
  levels: Level[];
  isEquivalent: (level: Level) => boolean;
}

function view({ measured }: SearchState): View {
  const levels = measured.map(levelOf).toSorted((one, other) => one.connections - other.connections);
  const standard = standardOf(measured);
  return { ...standard, levels, isEquivalent: (level) => isEquivalent(level, standard.best, standard.noise) };
}

function decide(state: SearchState, seen: View): NextStep {
  const { levels, best } = seen;
  const windows = levels.reduce((sum, level) => sum + level.windows, 0);
  const winner = levels.find(seen.isEquivalent);
  if (winner === undefined) {
    const ending = Number.isFinite(best.p95Ms) ? 'undecided' : 'nothing-served';
    return { done: { connections: best.connections, ending, windows } };
  }
  const wanted = windows < MOST_WINDOWS ? nextOf(state, seen, winner) : undefined;
  if (wanted !== undefined) return wanted;
  const limited = wantsMore(state, seen) && winner.connections > state.ceiling * (1 - STEP_SHARE);
  const { connections } = winner;
  if (limited) return { done: { connections, ending: 'ceiling', windows } };
  const isDecided = isClosed(winner, worseThan(winner, levels), state);
  return { done: { connections, ending: isDecided ? 'smallest' : 'undecided', windows } };
}

function nextOf(state: SearchState, seen: View, winner: Level): NextStep | undefined {
  const { levels, best } = seen;
  const largest = levels.at(-1) as Level;
  if (wantsMore(state, seen) && largest.connections < state.ceiling) {
    const more = Math.min(2 * largest.connections, state.ceiling);
    return { measure: more, why: `${largest.connections} are all in use` };
  }
  const worse = worseThan(winner, levels);
  const first = levels.find(({ connections }) => connections === firstOf(state));
  const again = [
    // Below the best the search goes on first: it may move further down.
    ...(best.connections === winner.connections ? [] : [{ level: best, why: 'the best so far once more' }]),
    // It is usually right, so a window that says otherwise was likely disturbed.
    ...(first && first.connections < winner.connections
      ? [{ level: first, why: 'the prediction once more, for it should do' }]
      : []),
    ...(worse && isNarrow(worse, seen) ? [{ level: worse, why: 'a near miss, once more' }] : []),
  ].find(({ level }) => level.windows === 1 || isContradictory(state, level));
  if (again !== undefined) return { measure: again.level.connections, why: again.why };
  if (!isClosed(winner, worse, state)) {
    return { measure: between(worse, winner.connections, state, seen), why: 'fewer may do' };
  }
  return isContradictory(state, winner)
    ? { measure: winner.connections, why: 'the winner once more, for its windows differ' }
    : undefined;
}

/**
 * The prediction is usually close. So from it the steps down are small at first and double, as long as fewer do (galloping:
 * J. L. Bentley & A. C. Yao, Information Processing Letters 5(3), 1976). Upwards the first step is small after a near
 * miss. Otherwise it is the middle: of the ratio, because what is too few is mostly nearer to the prediction than to ample.
 * @param worse the most that do not do; undefined where none is known. @param enough the fewest that do.
 */
function between(worse: Level | undefined, enough: number, state: SearchState, seen: View): number {
  const first = firstOf(state);
  const { floor = 1 } = state;
  const step = Math.max(1, Math.round(first * GALLOP_SHARE));
  if (worse === undefined) {
    const above = seen.levels.find(({ connections }) => connections > enough && connections <= first)?.connections;
    const hopeless = Math.min(Math.floor(HOPELESS_SHARE * state.prediction.in_use), enough - 2);
    const jump = enough - (above === undefined ? step : 2 * (above - enough));
    return clamp(jump, Math.max(floor, Math.round((hopeless + enough) / 2)), enough - 1);
  }
  const { connections } = worse;
  if (connections === first && isNarrow(worse, seen)) return Math.min(connections + step, enough - 1);
  return middleOf(connections, enough);
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** More than the most connections measured could be better: they are all in use, and fewer were worse. */
function wantsMore({ measured }: SearchState, { levels, best, noise }: View): boolean {
  const [largest, ...smaller] = levels.toReversed();
  if (
    largest === undefined ||
    best.connections !== largest.connections ||
    smaller.some((level) => isEquivalent(level, best, noise))
  )
    return false;
  const { windows } = measured.find((cell) => connectionsOf(cell.setting) === largest.connections) ?? {};
  return (windows ?? []).some(({ in_use_max }) => in_use_max === null || in_use_max >= largest.connections);
}

const isContradictory = ({ measured }: SearchState, { connections }: Level): boolean =>
  measured.some((cell) => connectionsOf(cell.setting) === connections && contradict(cell));

const worseThan = ({ connections }: Level, levels: readonly Level[]): Level | undefined =>
  levels.findLast((level) => level.connections < connections);

/** Nothing worth measuring is left between them. */
const isClosed = ({ connections }: Level, worse: Level | undefined, { floor = 1 }: SearchState): boolean =>
  areClose(worse?.connections ?? floor - 1, connections);

/** Twice the noise would have let it through. */
const isNarrow = (level: Level, { best, noise }: View): boolean => isEquivalent(level, best, 2 * noise);

function windowsOf(measured: readonly TuneCell[], connections: number): number {
  return measured.find((cell) => connectionsOf(cell.setting) === connections)?.windows.length ?? 0;
}
