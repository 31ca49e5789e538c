/** The attacks of all pods as one load: what was sent, what was answered, and how long that took. Pure. */
import { Histogram, quantilesOf } from '../load/histogram.ts';
import { vegetaDue } from '../load/vegeta-results.ts';
import { podRate } from '../results/attack-name.ts';
import { type ImportInvalidity, type ImportResults, LEAST, MOST_ERRORS, type SentLoad } from '../results/import.ts';
import { hideSecrets } from '../secrets.ts';
import { agreementOf } from './agreement.ts';
import type { Attack } from './read-attack.ts';

/** One request; times in ms since 1970. */
interface Sent {
  dueMs: number;
  sentMs: number;
  answeredMs: number;
  code: number;
  error: string;
}

type Sums = Pick<ImportResults, 'driver' | 'export' | 'together_s' | 'whole' | 'pods' | 'agreement' | 'invalid'>;

/**
 * @param attacks of every pod of an export, in their order.
 * @throws RangeError for a pod of which requests are missing that were sent before others, or there twice.
 */
export function addUp(attacks: readonly Attack[]): Sums {
  const [{ name: load }] = attacks as [Attack];
  const { requests, perS } = podRate(load);
  const sentBy = attacks.map(({ results }) => sentOf(vegetaDue(results, { requests, perMs: 1_000 * perS })));
  const durationMs = 1_000 * load.durationS;
  const answeredBy = sentBy.map((sent) => {
    const first = sent[0]?.dueMs ?? 0;
    return sent.filter(isAnswered).map((one) => ({ atMs: one.dueMs - first, responseMs: one.answeredMs - one.dueMs }));
  });
  const together_s = togetherMs(sentBy, (1_000 * perS) / requests) / 1_000;
  const pods = attacks.map(({ file, name: { pod } }, at) => ({ pod, file, ...loadOf(sentBy[at] as Sent[]) }));
  const whole = loadOf(sentBy.flat());
  return {
    driver: 'vegeta',
    export: { id: load.id, rate_per_s: load.ratePerS, duration_s: load.durationS, pods: load.pods },
    ...{ together_s, whole, pods },
    agreement: { p50: agreementOf(answeredBy, 0.5, durationMs), p99: agreementOf(answeredBy, 0.99, durationMs) },
    invalid: [
      ...(together_s < LEAST.together * load.durationS ? [{ rule: 'not-together' as const, together_s }] : []),
      ...pods.flatMap((pod) => shortOf(pod, Math.floor((requests * load.durationS) / perS))),
      ...(whole.answered === 0 ? [{ rule: 'nothing-answered' as const }] : []),
    ],
  };
}

const sentOf = (due: ReturnType<typeof vegetaDue>): Sent[] =>
  due.map(({ dueMs, result: { sentMs, latencyMs, code, error } }) => ({
    ...{ dueMs, sentMs, answeredMs: sentMs + latencyMs, code, error },
  }));

/** What a service of a reader's answers to a POST may be 201. */
const isAnswered = ({ code }: Sent): boolean => code >= 200 && code < 300;

function shortOf({ pod, requests }: { pod: number; requests: number }, planned: number): ImportInvalidity[] {
  return requests < LEAST.sent * planned ? [{ rule: 'short', pod, requests, planned }] : [];
}

/** From when the last pod began to when the first one ended. */
function togetherMs(sentBy: readonly (readonly Sent[])[], intervalMs: number): number {
  const begun = Math.max(...sentBy.map((sent) => sent[0]?.dueMs ?? 0));
  const ended = Math.min(...sentBy.map((sent) => (sent.at(-1)?.dueMs ?? 0) + intervalMs));
  return Math.max(0, ended - begun);
}

function loadOf(sent: readonly Sent[]): SentLoad {
  const [responses, lates] = [new Histogram(), new Histogram()];
  const codes = new Map<number, number>();
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const one of sent) {
    codes.set(one.code, (codes.get(one.code) ?? 0) + 1);
    lates.record(one.sentMs - one.dueMs);
    if (isAnswered(one)) responses.record(one.answeredMs - one.dueMs);
    first = Math.min(first, one.sentMs);
    last = Math.max(last, one.sentMs);
  }
  const seconds = (last - first) / 1_000;
  return {
    requests: sent.length,
    answered: responses.count,
    began_at: new Date(first).toISOString(),
    seconds,
    rate_per_s: seconds === 0 ? null : sent.length / seconds,
    response_time: responses.count === 0 ? null : quantilesOf(responses),
    late: quantilesOf(lates),
    codes: Object.fromEntries([...codes].toSorted(([one], [other]) => one - other)),
    errors: errorsOf(sent),
    histogram: responses.toBase64(),
  };
}

function errorsOf(sent: readonly Sent[]): SentLoad['errors'] {
  const counts = new Map<string, number>();
  for (const { code, error } of sent) {
    if (code !== 0) continue;
    const text = generalError(error);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const sorted = [...counts].toSorted(([, one], [, other]) => other - one);
  return sorted.slice(0, MOST_ERRORS).map(([error, requests]) => ({ error: hideSecrets(error), requests }));
}

/** Without what differs from request to request: its URL, and the port that it came from. */
const generalError = (error: string): string => error.replace(/^\w+ "[^"]*": /, '').replace(/\b[\w.:[\]]+:\d+->/g, '');
