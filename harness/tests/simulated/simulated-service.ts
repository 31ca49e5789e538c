/**
 * A service in front of a database, simulated event by event: connections are given out first come, first served, a
 * request that takes several does not mind which comes first, and statements that need the database's CPU share its cores
 * equally (processor sharing: the reason why more connections do not make a busy database faster).
 */

/** One connection's work: it waits (on a lock, a sleep, another service) and then computes in the database. */
export interface Checkout {
  waitMs: number;
  cpuMs: number;
}

/** A request asks for all its connections when it arrives, and is answered when the last has done its work. */
export interface SimulatedRequest {
  atMs: number;
  checkouts: readonly Checkout[];
}

export interface SimulatedPool {
  connections: number;
  /** A request that has no connection by then is refused. */
  timeoutMs: number;
  /** The cores of the database. */
  cores: number;
}

export interface Simulated {
  /** From arrival to answer or refusal, per request, in their order. */
  latenciesMs: Float64Array;
  /** Requests that were refused. */
  timeouts: number;
  /** For a connection, per checkout that got one. */
  waitsMs: number[];
  inUseMax: number;
  /** Connection time, all requests together. */
  heldMs: number;
}

interface Job extends Checkout {
  request: number;
  askedMs: number;
  gotMs: number;
  /** Until then it waits; from then on it computes. */
  readyMs: number;
  /** Computed so far, in ms of a whole core, when it will be done: on the clock of the shared cores. */
  doneAt: number;
}

/** Serves the requests, which must be in the order of their arrival, until the last is answered. */
export function simulateService(requests: readonly SimulatedRequest[], pool: SimulatedPool): Simulated {
  const latenciesMs = new Float64Array(requests.length);
  const left = requests.map(({ checkouts }) => checkouts.length);
  const refused = new Set<number>();
  const waitsMs: number[] = [];
  let queue: Job[] = [];
  let waiting: Job[] = [];
  let computing: Job[] = [];
  let [now, shared, inUseMax, heldMs, next] = [0, 0, 0, 0, 0];

  const end = (job: Job) => {
    heldMs += now - job.gotMs;
    left[job.request] = (left[job.request] as number) - 1;
    if (left[job.request] === 0 && !refused.has(job.request)) answer(job.request);
  };
  const answer = (request: number) => {
    latenciesMs[request] = now - (requests[request]?.atMs as number);
  };
  const giveOut = () => {
    while (queue.length > 0 && waiting.length + computing.length < pool.connections) {
      const job = queue.shift() as Job;
      job.gotMs = now;
      job.readyMs = now + job.waitMs;
      waitsMs.push(now - job.askedMs);
      waiting.push(job);
    }
    inUseMax = Math.max(inUseMax, waiting.length + computing.length);
  };

  for (;;) {
    const speed = computing.length === 0 ? 0 : Math.min(1, pool.cores / computing.length);
    const arrivalMs = requests[next]?.atMs ?? Number.POSITIVE_INFINITY;
    const expiryMs = (queue[0]?.askedMs ?? Number.POSITIVE_INFINITY) + pool.timeoutMs;
    const readyMs = least(waiting, (job) => job.readyMs);
    const doneMs = now + (least(computing, (job) => job.doneAt) - shared) / speed;
    const at = Math.min(arrivalMs, expiryMs, readyMs, speed === 0 ? Number.POSITIVE_INFINITY : doneMs);
    if (at === Number.POSITIVE_INFINITY) break;
    shared += (at - now) * speed;
    now = at;

    if (at === readyMs) {
      const ready = waiting.filter((job) => job.readyMs <= now);
      waiting = waiting.filter((job) => job.readyMs > now);
      for (const job of ready) job.doneAt = shared + job.cpuMs;
      for (const job of ready) job.cpuMs > 0 ? computing.push(job) : end(job);
    } else if (at === arrivalMs) {
      for (const checkout of requests[next]?.checkouts ?? []) {
        queue.push({ ...checkout, request: next, askedMs: now, gotMs: 0, readyMs: 0, doneAt: 0 });
      }
      next++;
    } else if (at === expiryMs) {
      const { request } = queue[0] as Job;
      refused.add(request);
      answer(request);
      queue = queue.filter((job) => job.request !== request);
    } else {
      const done = least(computing, (job) => job.doneAt);
      shared = Math.max(shared, done);
      for (const job of computing.filter((each) => each.doneAt <= done)) end(job);
      computing = computing.filter((job) => job.doneAt > done);
    }
    giveOut();
  }
  return { latenciesMs, timeouts: refused.size, waitsMs, inUseMax, heldMs };
}

function least(jobs: readonly Job[], time: (job: Job) => number): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const job of jobs) earliest = Math.min(earliest, time(job));
  return earliest;
}
