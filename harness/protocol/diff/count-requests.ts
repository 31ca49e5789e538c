/** What one request of a reader's service causes in its PostgreSQL, counted in an untimed pass of its own. */
import type { DatabaseObserver } from '../../lab/database-counts.ts';
import type { Lab, TrialLab } from '../../lab/lab.ts';
import type { Service } from '../../lab/services.ts';
import { openClient } from '../../load/client.ts';
import { sendJudged } from '../../load/outcome.ts';
import type { Asking } from '../../requests/asking.ts';
import type { CellInspection, CellName, Inspection } from '../../results/schema.ts';
import { watchDeaths } from '../deaths.ts';
import { ANSWER_TIMEOUT_MS } from '../trial-services.ts';

/** What looks at the database of a side. */
export interface DatabaseView {
  readonly proxy: Lab['proxy'];
  readonly observer: DatabaseObserver;
  /** As PostgreSQL knows it. */
  readonly name: string | undefined;
}

export interface CountRequestsOptions {
  asking: Asking;
  /** Undefined where nobody sees it: then nothing is counted, and the requests only have to be answered. */
  view: DatabaseView | undefined;
  signal: AbortSignal;
}

/** The first ones open the connections of a pool, and fill caches: they are not counted. */
const BEFORE = 3;
const COUNTED = 10;

/**
 * One cell after the other, because the counters are shared. A cell whose requests fail has none.
 * @throws DuetError when the service or something of the lab dies.
 */
export async function countRequests(
  lab: TrialLab,
  service: Service<'service'>,
  cells: readonly CellName[],
  { asking, view, signal }: CountRequestsOptions,
): Promise<CellInspection[]> {
  await view?.proxy.setRtt(0);
  await using client = openClient(service.url, { connections: 1, timeoutMs: ANSWER_TIMEOUT_MS, signal });
  const found: CellInspection[] = [];
  for (const cell of cells) {
    const { side = 'head' } = service;
    const { requestOf, check } = await asking.of(service, cell.variant, signal);
    const send = async (from: number, count: number) => {
      for (let n = from; n < from + count; n++) {
        signal.throwIfAborted();
        if ((await sendJudged(client, requestOf(n), check, n)) !== undefined) return false;
      }
      return true;
    };
    const inspection = await watchDeaths(
      {
        watched: [lab, service],
        where: { variant: cell.variant, side, phase: 'counting' },
        signal,
        suspicious: (outcome) => outcome === undefined,
      },
      async () => {
        if (!(await send(0, BEFORE))) return undefined;
        const countsSince = await startCounting(view);
        return (await send(BEFORE, COUNTED)) ? inspectionOf(await countsSince()) : undefined;
      },
    );
    if (inspection !== undefined) found.push({ ...cell, inspection });
  }
  return found;
}

type Totals = Partial<Record<keyof Inspection['counts'], number | undefined>>;

async function startCounting(view: DatabaseView | undefined): Promise<() => Promise<Totals>> {
  if (view === undefined) return async () => ({});
  await view.proxy.reset();
  const databaseSince = await view.observer.start(view.name);
  return async () => {
    const { round_trips, connections } = await view.proxy.counts();
    const { statements, applicationStatements, blocks, sessions } = await databaseSince();
    return { round_trips, connections, statements, application_statements: applicationStatements, blocks, sessions };
  };
}

const inspectionOf = (totals: Totals): Inspection => ({
  requests: COUNTED,
  how: `${COUNTED} requests, one after the other`,
  counts: Object.fromEntries(
    Object.entries(totals).flatMap(([name, total]) => (total === undefined ? [] : [[name, total / COUNTED]])),
  ),
});
