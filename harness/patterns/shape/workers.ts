/** Is the event loop free while a report is computed? Light requests from outside tell, one after the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../load/client.ts';
import type { FactReading } from '../../results/schema.ts';
import { sendChecked } from '../checked-request.ts';
import { startLightRequests } from '../light-requests.ts';
import { reportSize, request } from '../workers.ts';
import { classOf, type Shape } from './shape.ts';

/** A report of about 300 ms: a scheduler's time slices are short beside it. */
const LONGER = 8;
/** What else the machine does makes a single report look worse and never better: of these the best counts. */
const REPORTS = 3;
/** Between an answer and the next light request. */
const PAUSE_MS = 4;
/** How long they go before each report, to see what is usual. */
const IDLE_MS = 100;

/** The longest time without an answer, as a share of the report. */
const STALL = [
  { upTo: 0.1, from: 0.2 },
  { upTo: 0.6, from: 0.75 },
];
/** Light requests that are missing, as a share of those that are answered in as much time without a report. */
const MISSING = [{ upTo: 0.5, from: 0.7 }];

export const workersShape: Shape = {
  agreeing: 1,
  expectedMs: 2_000,
  async warmUp({ client, variant, service, sizes }) {
    for (let n = 0; n < 2; n++) await sendChecked(client, request(variant, reportSize(service.stack, sizes)));
  },
  async read({ client, service, variant, sizes }) {
    const [stalls, missing]: [number[], number[]] = [[], []];
    let facts: Record<string, FactReading> | undefined;
    const report = request(variant, reportSize(service.stack, sizes) * LONGER);
    // None is better than the first class, so that a report in it says all.
    while (stalls.length < REPORTS && !isBest(facts)) {
      const idle = await beatWhile(client, sleep(IDLE_MS));
      const sent = sendChecked(client, report);
      const during = await beatWhile(client, sent);
      const { failure } = await sent;
      if (failure) return { failure };
      stalls.push(during.longestShare);
      missing.push(1 - during.perMs / idle.perMs);
      facts = {
        event_loop: classOf(Math.min(...stalls), STALL),
        light_requests: classOf(Math.min(...missing), MISSING),
      };
    }
    return { facts: facts ?? {} };
  },
};

const isBest = (facts: Record<string, FactReading> | undefined): boolean =>
  facts !== undefined && Object.values(facts).every(({ value }) => value === 0);

interface Beats {
  /** The longest time without an answer, as a share of the whole. */
  longestShare: number;
  perMs: number;
}

/** Light requests until `work` is over; the last one counts only if it is answered by then. */
async function beatWhile(client: Client, work: Promise<unknown>): Promise<Beats> {
  const from = performance.now();
  const end = startLightRequests(client, PAUSE_MS);
  const until = await work.then(
    () => performance.now(),
    async (error) => {
      await end();
      throw error;
    },
  );
  const during = (await end()).map(({ answeredMs }) => answeredMs).filter((at) => at <= until);
  const points = [from, ...during, until];
  const longest = Math.max(...points.slice(1).map((at, n) => at - (points[n] as number)));
  return { longestShare: longest / (until - from), perMs: during.length / (until - from) };
}
