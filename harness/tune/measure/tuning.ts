/** What one tuning needs while it goes on, and where it keeps what it has found. */
import { roughlyInWords } from '../../duration.ts';
import type { Progress } from '../../progress.ts';
import {
  connectionsOf,
  measuredRate,
  type PoolSetting,
  TUNE_SCHEMA_VERSION,
  type TuneResults,
  type TuneTarget,
  type Unseen,
} from '../../results/tune.ts';
import { PATIENCE_MS } from '../advice/pool-timeout.ts';
import { recognizePoolTimeouts } from '../advice/pool-timeout-answers.ts';
import { judgeTrust } from '../advice/trust.ts';
import { type Subject, toldTimeout } from '../subject.ts';
import { hasOverflow } from './alternatives.ts';
import { learnAnswerKinds } from './answer-kinds.ts';
import type { Bench } from './bench.ts';
import { findPooler, unseenBehind } from './find-pooler.ts';
import { expectedGridMs, gridSettings } from './grid.ts';
import { type Bounds, boundsOf, type KnownService } from './known-service.ts';
import { openWatch } from './pool-watch.ts';
import { readServer, type Server } from './read-server.ts';
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
  /** Whether --processes said how many processes there are. */
  saidProcesses?: boolean;
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

/** A tuning that is under way: what it needs, and what it has found. */
export interface Tuning {
  bench: Bench;
  time: SearchTimes;
  bounds: Bounds;
  results: TuneResults;
  grid: boolean;
  /** What answered first, and after how long. */
  first: { connections: number; startMs: number };
  /** On the clock of performance.now(). */
  deadlineMs: number;
  databaseUrl: string | undefined;
  /** How many processes there are, as --processes said; null: it did not. */
  saidProcesses: number | null;
  found(part: Partial<TuneResults>): void;
  /** As it was last read. */
  server(): Server | undefined;
  /** More is known of the service or its server: what follows from it holds from now on. */
  learn(more: Partial<KnownService>): void;
  say(text: string): void;
}

/** Reads what the server can give and begins to watch it. The caller ends `bench.watch`. */
export async function openTuning(subject: Subject, wanted: TuneTarget, context: TuneContext): Promise<Tuning> {
  const { databaseUrl, header, labProcesses, signal, onWindow, timeBudgetMs, grid, progress } = context;
  const ownsDatabase = subject.describes.kind === 'url';
  const server =
    databaseUrl === undefined ? undefined : await readServer(databaseUrl, ownsDatabase ? { others: [] } : {});
  const pooler =
    databaseUrl === undefined || server === undefined ? null : await findPooler(databaseUrl, server, { ownsDatabase });
  let known: KnownService = { server, pooler, measured: undefined };
  // How far duet's own services are from PostgreSQL was asked for.
  const isOwn = subject.describes.kind === 'own' || server === undefined;
  const asked = isOwn ? wanted : { ...wanted, rtt_ms: server.roundTripMs };
  const bounds = boundsOf(asked, known);
  const { target, budget } = bounds;
  const watch = await openWatch(databaseUrl, pooler);
  const startedMs = performance.now();
  const { arrivals } = target;
  const ratePerS = measuredRate({ target });
  const time = planSearch(ratePerS, timeBudgetMs);
  let repeats = MOST_REPEATS;
  const mayRepeat = () => repeats-- > 0;
  const { warmUpMs } = time;
  const { ceiling, pools } = bounds;
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
    ...tooFew(ratePerS, time),
    ...(ownsDatabase && server !== undefined ? [OTHER_CLIENTS] : []),
    ...roundedWaits(subject),
    ...unseenBehind(pooler),
  ];
  const tuning: Tuning = {
    bench: {
      ...{ subject, watch, labProcesses, ratePerS, pools, arrivals, seed: header.seed, warmUpMs, signal },
      ...{ answers: learnAnswerKinds(), onStart, onWindow, mayRepeat },
    },
    time,
    bounds,
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
    databaseUrl,
    saidProcesses: context.saidProcesses ? asked.processes : null,
    found(part) {
      const all = recognizePoolTimeouts({ ...tuning.results, ...part, finished_at: now() });
      tuning.results = { ...all, trust: judgeTrust(all) };
      context.onResults(tuning.results);
    },
    server: () => known.server,
    learn(more) {
      known = { ...known, ...more };
      tuning.bounds = boundsOf(asked, known);
      const { target, budget, pools, extra } = tuning.bounds;
      const { measured } = known;
      const part = measured === undefined ? { target, budget } : { target, budget, measured };
      const ratePerS = measuredRate(part);
      Object.assign(tuning.bench, { ratePerS, pools, extra });
      tuning.time = planSearch(ratePerS, timeBudgetMs);
      const others = tuning.results.unseen.filter(({ code }) => code !== 'few-requests');
      tuning.found({ ...part, unseen: [...others, ...tooFew(ratePerS, tuning.time)] });
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

function tooFew(ratePerS: number, { windowMs }: SearchTimes): Unseen[] {
  const unseen = tooFewRequests(ratePerS, windowMs);
  return unseen === undefined ? [] : [unseen];
}

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
