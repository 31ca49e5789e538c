/** What one request takes when nobody waits: the time of a request, and how long it holds connections. */
import { DuetError, EXIT } from '../../errors.ts';
import { raisePriority } from '../../lab/priority.ts';
import { closedLoop } from '../../load/closed-loop.ts';
import type { Check } from '../../load/outcome.ts';
import { watchDeaths } from '../../protocol/deaths.ts';
import type { TuneProbe } from '../../results/tune.ts';
import { hideSecrets } from '../../secrets.ts';
import type { TunedService } from '../subject.ts';
import type { AnswerKinds } from './answer-kinds.ts';
import type { Arm, Bench } from './bench.ts';
import type { Seen } from './pool-watch.ts';

/**
 * One client, one request after the other.
 * @param arm a fresh service, warm.
 * @throws DuetError (exit 5) when not every answer is the expected one: under load it would not be either.
 */
export async function probe(
  durationMs: number,
  arm: Arm,
  { answers, watch, labProcesses, signal }: Pick<Bench, 'answers' | 'watch' | 'labProcesses' | 'signal'>,
): Promise<TuneProbe> {
  const watched = [...labProcesses, arm.service];
  return await watchDeaths({ watched, where: { phase: 'probe' }, signal }, async () => {
    // PostgreSQL shares the driver's core: whoever looks at its sessions would wait until no query is under way.
    using _precedence = raisePriority();
    const unasked = arm.service.readPool === undefined ? await watch.leaveOutBusy(UNASKED_MS) : null;
    // Where PostgreSQL's samples are all there is, as many as for a timeline.
    const seenSince = await watch.start(arm.service, arm.service.readPool === undefined);
    const fromMs = performance.now();
    const { service } = arm;
    const check = learning(service, answers);
    const load = await closedLoop(arm.client, service.request, { clients: 1, durationMs, check });
    const seen = await seenSince({ fromMs, untilMs: performance.now() });
    signal.throwIfAborted();
    if (load.failed > 0 || load.completed === 0) throw await refuse(arm, load.failed, load.sent);
    // The one client never pauses: the mean time of a request is what passes between two.
    const serviceMs = 1_000 / load.perSecond;
    return {
      ...{ requests: load.completed, service_ms: serviceMs, ...holdOf(seen, serviceMs, load.sent) },
      ...(unasked === null ? {} : { in_use_unasked: unasked }),
    };
  });
}

/** So long nobody asks anything: several rounds of a poller. */
const UNASKED_MS = 300;

/** The check of a service, which learns from its right answers where nothing but their status is judged. */
function learning({ check, onlyStatus }: TunedService, answers?: AnswerKinds): Check {
  if (!onlyStatus || answers === undefined) return check;
  return (answer, n) => {
    const problem = check(answer, n);
    if (problem === undefined) answers.learn(answer);
    return problem;
  };
}

type Hold = Pick<TuneProbe, 'hold_ms' | 'hold_source' | 'checkouts_per_request' | 'idle_in_transaction'>;

/** Connection time per request: counted by the pool, seen in PostgreSQL, or for want of better the whole request. */
function holdOf(seen: Seen, serviceMs: number, requests: number): Hold {
  const { in_use_mean: inUse, hold_ms_mean: holdMs, checkouts, idle_in_transaction } = seen;
  if (holdMs !== null && checkouts !== null) {
    return {
      hold_ms: (holdMs * checkouts) / requests,
      hold_source: 'service',
      checkouts_per_request: checkouts / requests,
      idle_in_transaction,
    };
  }
  const unknown = { checkouts_per_request: null, idle_in_transaction };
  // Little's law with one request under way: in use = hold time / time of a request.
  if (inUse !== null && inUse > 0) return { hold_ms: inUse * serviceMs, hold_source: 'database', ...unknown };
  return { hold_ms: serviceMs, hold_source: 'assumed', ...unknown };
}

async function refuse({ client, service }: Arm, failed: number, sent: number): Promise<DuetError> {
  const what =
    failed === 0
      ? 'no request was answered in time'
      : `${failed} of ${sent} requests, sent one after the other, were not answered as expected`;
  const example = await client.send(service.request(0)).then(
    ({ status, text }) => `; an answer: ${status} ${hideSecrets(text).slice(0, 200)}`,
    (error: Error) => `; ${error.message}`,
  );
  const hint = 'a service must answer rightly before its pool can be sized; see its log in the run folder';
  return new DuetError(`${what}${example}`, { exitCode: EXIT.invalid, hint });
}
