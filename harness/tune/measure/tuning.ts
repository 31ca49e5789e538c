/** What one tuning needs while it goes on, and where it keeps what it has found. */
import { roughlyInWords } from '../../duration.ts';
import type { Progress } from '../../progress.ts';
import {
  connectionsOf,
  type PoolSetting,
  TUNE_SCHEMA_VERSION,
  type TuneResults,
  type TuneTarget,
  type Unseen,
} from '../../results/tune.ts';
import { connectionBudget } from '../advice/connection-budget.ts';
import { PATIENCE_MS } from '../advice/pool-timeout.ts';
import { recognizePoolTimeouts } from '../advice/pool-timeout-answers.ts';
import { connectionsThrough } from '../advice/pooler-sums.ts';
import { judgeTrust } from '../advice/trust.ts';
import { type Subject, toldTimeout } from '../subject.ts';
import { hasOverflow } from './alternatives.ts';
import { learnAnswerKinds } from './answer-kinds.ts';
import type { Bench } from './bench.ts';
import { findPooler, unseenBehind } from './find-pooler.ts';
import { expectedGridMs, gridSettings } from './grid.ts';
import { openWatch } from './pool-watch.ts';
import { readServer } from './read-server.ts';
import { beyondUsualStart, planSearch, type SearchTimes, tooFewRequests, USUAL_STARTS } from './time-plan.ts';

/** What is known before anything is measured. */
export type TuneHeader = Pick<
  TuneResults,
  'duet_version' | 'id' | 'command' | 'started_at' | 'seed' | 'environment' | 'unseen'
>;

export interface TuneContext extends Pick<Bench, 'labProcesses' | 'signal' | 'onWindow'> {
  header: TuneHeader;
  /** Where the sessions of the service can be seen, and its connections counted. */
  databaseUrl?: string | undefined;
  /** For everything but the grid. */
  timeBudgetMs: number;
  grid: boolean;
  progress: Progress;
  /** Called with all that is known so far, after each part: what is kept when `tunePool` throws. */
  onResults(partial: TuneResults): void;
}

/** Waits for a connection that the service cannot be told, and what it is told in their place. */
const roundedWaits = (subject: Subject): Unseen[] =>
  PATIENCE_MS.flatMap((wait_ms) => {
    const told_ms = toldTimeout(subject, wait_ms);
    return told_ms === wait_ms ? [] : [{ code: 'whole-seconds', wait_ms, told_ms }];
  });

/** The service ran already, so all connections to its database are taken for its own. */
const OTHER_CLIENTS: Unseen = { code: 'other-clients' };

/** Windows in which the driver was late. On a machine that is always busy there is no time for more. */
const MOST_REPEATS = 4;
/** What slow starts add to a tuning is said from here on. */
const WORTH_SAYING_MS = 10_000;
/** Where nobody says how many connections there are: what PostgreSQL gives by default, to each of the processes. */
export const usualConnections = ({ processes }: Pick<TuneTarget, 'processes'>): number =>
  Math.max(1, Math.floor(97 / processes));

/** A tuning that is under way: what it needs, and what it has found. */
export interface Tuning {
  bench: Bench;
  time: SearchTimes;
  /** The most connections that this process may open. */
  ceiling: number;
  results: TuneResults;
  grid: boolean;
  /** What answered first, and after how long. */
  first: { connections: number; startMs: number };
  /** On the clock of performance.now(). */
  deadlineMs: number;
  found(part: Partial<TuneResults>): void;
  say(text: string): void;
}

/** Reads what the server can give and begins to watch it. The caller ends `bench.watch`. */
export async function openTuning(subject: Subject, asked: TuneTarget, context: TuneContext): Promise<Tuning> {
  const { databaseUrl, header, labProcesses, signal, onWindow, timeBudgetMs, grid, progress } = context;
  const ratePerS = asked.rate_per_s / asked.processes;
  const ownsDatabase = subject.describes.kind === 'url';
  const server = databaseUrl === undefined ? undefined : await readServer(databaseUrl, { ownsDatabase });
  const pooler =
    databaseUrl === undefined || server === undefined ? null : await findPooler(databaseUrl, server, { ownsDatabase });
  const budget = server === undefined || pooler !== null ? null : connectionBudget(server, asked.processes);
  const throughPooler = pooler === null ? undefined : connectionsThrough(pooler, asked.processes);
  // How far duet's own services are from PostgreSQL was asked for.
  const isOwn = subject.describes.kind === 'own' || server === undefined;
  const target = isOwn ? asked : { ...asked, rtt_ms: server.roundTripMs };
  const watch = await openWatch(databaseUrl, pooler);
  const startedMs = performance.now();
  const { arrivals } = target;
  const time = planSearch(ratePerS, timeBudgetMs);
  let repeats = MOST_REPEATS;
  const mayRepeat = () => repeats-- > 0;
  const { warmUpMs } = time;
  const ceiling = budget?.per_process ?? throughPooler ?? usualConnections(target);
  let starts = 0;
  /** What slow starts make the whole longer, going by the first one. */
  let slowStartsMs = 0;
  const onStart = (startMs: number, setting: PoolSetting) => {
    const beyondMs = beyondUsualStart(startMs);
    tuning.deadlineMs += beyondMs;
    if (starts++ > 0) return;
    tuning.first = { connections: connectionsOf(setting), startMs };
    slowStartsMs = beyondMs * USUAL_STARTS;
    if (slowStartsMs >= WORTH_SAYING_MS) progress.note(slowStartsText(startMs, slowStartsMs));
  };
  const gridMs = grid ? expectedGridMs(gridSettings(hasOverflow(subject), ceiling).length, time.windowMs) : 0;
  const unseen = [
    ...header.unseen,
    tooFewRequests(ratePerS, time.windowMs),
    ...(ownsDatabase && server !== undefined ? [OTHER_CLIENTS] : []),
    ...roundedWaits(subject),
    ...unseenBehind(pooler),
  ].filter((one) => one !== undefined);
  const tuning: Tuning = {
    bench: {
      ...{ subject, watch, labProcesses, ratePerS, arrivals, seed: header.seed, warmUpMs, signal },
      ...{ answers: learnAnswerKinds(), onStart, onWindow, mayRepeat },
    },
    time,
    ceiling,
    results: {
      ...nothingMeasured,
      ...header,
      unseen,
      finished_at: now(),
      subject: subject.describes,
      target,
      budget,
      pooler,
    },
    grid,
    first: { connections: 1, startMs: 0 },
    deadlineMs: startedMs + timeBudgetMs,
    found(part) {
      const known = recognizePoolTimeouts({ ...tuning.results, ...part, finished_at: now() });
      tuning.results = { ...known, trust: judgeTrust(known) };
      context.onResults(tuning.results);
    },
    say(text) {
      const wholeMs = timeBudgetMs + gridMs + slowStartsMs;
      progress.measuring(text, performance.now() - startedMs, wholeMs);
    },
  };
  return tuning;
}

const slowStartsText = (startMs: number, slowStartsMs: number): string =>
  `a start takes ${roughlyInWords(startMs)}: some ${USUAL_STARTS} of them make this about ${roughlyInWords(slowStartsMs)} longer than --time-budget says`;

const nothingMeasured = {
  schema: 'duet-tune',
  schema_version: TUNE_SCHEMA_VERSION,
  status: 'partial',
  status_reason: 'it has not come to its end',
  probe: null,
  prediction: null,
  standard: null,
  search: [],
  grid: [],
  load_curve: [],
  knee_per_s: null,
  overload: [],
  burst: null,
  recommendation: null,
  recommended: null,
  comparisons: [],
} satisfies Partial<TuneResults>;

const now = () => new Date().toISOString();
