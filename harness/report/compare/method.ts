/** How the numbers of a comparison came about, in words. Every bound is printed from the constant that decides. */
import {
  BEST,
  HISTOGRAM_DIGITS,
  PATTERNS,
  type Results,
  type RunHeader,
  type TrialRules,
  UNRECORDED_RULES,
} from '../../results/schema.ts';
import { highFrom, MIN_BLOCKS_FOR_LAG, NOT_HIGH } from '../../stats/autocorrelation.ts';
import { LEVEL, MIN_BLOCKS, MIN_BLOCKS_FOR_RANKS } from '../../stats/interval.ts';
import { MOST_INVALID_SHARE } from '../../stats/invalid-trials.ts';
import { MOVED_BY_CHANCE } from '../../stats/noise-floor.ts';
import { BYTES_NOTE, listed, quantity, statedQuantity } from '../kit/format.ts';
import { INTERVAL, numberWord, oneOf } from '../kit/method.ts';
import { share } from '../kit/percent.ts';
import { driverLines } from './drivers.ts';
import { blocksText, budgetLines, fewerLines } from './run-course.ts';
import { tracingMs } from './timelines.ts';

export function methodLines(results: Results): string[] {
  const { run, patterns } = results;
  const order = PATTERNS.filter((pattern) => run.patterns.includes(pattern));
  return [
    `Profile ${run.profile}: ${blocksText(run)} of ${listed(order)}. A block starts fresh service processes and runs its trials in a balanced order drawn from seed ${run.seed}; one service is under load at a time.`,
    ...fewerLines(run),
    ...budgetLines(run),
    gainsLine(),
    `The noise floor is how far from 1 the ratio of a cell to itself (A/A) may lie, by its own ${INTERVAL}. A gain in time or CPU that is no farther from 1 is reported as within the noise; where the control is a cell of another pattern, that pattern is named, because its noise may differ.`,
    neighboursLine(),
    'A claim is held when the interval overlaps the values that round to the claimed gain; an interval that includes 1 shows no difference. Claims are stated at the original sizes, so compare gains rather than times unless the profile is original.',
    'Node ÷ Python is the ratio of the two gains, block by block, with an interval of its own; it compares the gains, not the speed of the stacks.',
    `Open-loop latency counts from the intended send time (response time), so a stall shows in full. Closed-loop latency and the latency of single requests are service times, not response times under a rate. Percentiles cover all requests of a cell, over all its blocks, within ${share(10 ** -HISTOGRAM_DIGITS)}.`,
    ...driverLines(run),
    validityLine(run),
    ...bestLines(run, patterns),
    'A physical limit is computed or measured in the same run: after ÷ limit of 1.00× means that nothing is left to gain.',
    ...tracingLines(results),
    BYTES_NOTE,
  ];
}

function tracingLines(results: Results): string[] {
  const tracedMs = tracingMs(results);
  if (tracedMs === undefined) return [];
  return [
    `One request of each cell was traced before the first block, for the pictures of it over time. That took ${quantity(tracedMs, 'ms')}, and nothing of it is in a gain: a single request is an example and no measurement.`,
  ];
}

function bestLines({ sparing }: RunHeader, patterns: Results['patterns']): string[] {
  const hasBest = patterns.some(({ stacks }) =>
    Object.values(stacks).some(({ cells }) => cells.some(({ variant }) => variant === BEST)),
  );
  if (!hasBest) return [];
  const few = sparing ? ' What takes long of it is in the first block alone, and has no interval.' : '';
  return [
    `${BEST} is the best way that a stack has of a pattern. It is timed in few trials beside the others; no claim is judged by it, and a run may be trusted without it.${few}`,
  ];
}

const gainsLine = (): string =>
  `A block gives one value per metric. Times, memory and rates are averaged over blocks as logarithms, counts and fractions as they are. A gain is the mean over blocks of the log ratio of before to after (inverted where needed, so that more than 1 is better; a difference for fractions), with a Student t interval at ${share(LEVEL)}. From ${numberWord(MIN_BLOCKS_FOR_RANKS)} blocks on, the Hodges–Lehmann estimate with its signed-rank interval is given as well, and the wider interval counts. Below ${numberWord(MIN_BLOCKS)} blocks there is no interval, and nothing is judged. Requests within a trial are never counted as independent.`;

/** What an autocorrelation does to an interval, by stats/simulation. */
const SIMULATED = { lag: '0.3', level: 0.95, covers: '88 to 91 %' };

function neighboursLine(): string {
  const runs = oneOf(1 - NOT_HIGH);
  const high = highFrom(MIN_BLOCKS_FOR_LAG).toFixed(1);
  return `Blocks that are correlated with their neighbours make intervals too narrow: at a lag-1 autocorrelation of ${SIMULATED.lag} a ${share(SIMULATED.level)} interval covers ${SIMULATED.covers}. From ${numberWord(MIN_BLOCKS_FOR_LAG)} blocks on, a lag-1 is called high (blocks correlated) above what ${runs - 1} of ${runs} independent runs show, about ${high}. So few blocks estimate it poorly: of many gains, one in ${numberWord(runs)} is called high by chance, and most cases of ${SIMULATED.lag} go unnoticed.`;
}

const ms = (value: number) => statedQuantity(value, 'ms');

function validityLine({ profile, rules = UNRECORDED_RULES }: RunHeader): string {
  const smoke =
    profile === 'smoke'
      ? ' The smoke profile only checks whether everything works: a busy machine is recorded, but makes no trial invalid.'
      : '';
  return `A trial does not count when the driver used more than ${share(rules.driver_cpu_share)} of a core (closed loop) or ${lateness(rules)} (open loop), when a request failed or was answered wrongly, a process died, the clock jumped by more than ${ms(rules.clock_jump_ms)}, other processes used more than ${share(rules.foreign_cpu_share)} of a core (plus ${ms(rules.foreign_cpu_slack_ms)}, by which the kernel’s accounts may differ), or when the A/A control moved (${share(1 - MOVED_BY_CHANCE)} interval). It is repeated once. With more than ${share(MOST_INVALID_SHARE)} of the trials invalid at the end, or a cell without a valid trial, the run cannot be trusted and the exit code is 5.${smoke}`;
}

/** What makes an open loop too late: by how much that may show, or in older runs that it was late at all. */
function lateness({ driver_delay_share, driver_delay_ms, driver_lag_p99_ms }: TrialRules): string {
  if (driver_delay_share === undefined || driver_delay_ms === undefined) {
    const lagMs = driver_lag_p99_ms ?? UNRECORDED_RULES.driver_lag_p99_ms;
    return `sent later than ${ms(lagMs)} at its 99th percentile`;
  }
  return `was held up so that what the trial decides may be too high by more than ${share(driver_delay_share)}, or ${ms(driver_delay_ms)}`;
}
