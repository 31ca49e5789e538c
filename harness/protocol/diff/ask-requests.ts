/** Every request of a reader's service once, on both sides: whether it is answered as it must be, and the same by both. */
import { DuetError, EXIT } from '../../errors.ts';
import type { TrialLab } from '../../lab/lab.ts';
import type { Service } from '../../lab/services.ts';
import { type HttpAnswer, openClient } from '../../load/client.ts';
import type { Asking } from '../../requests/asking.ts';
import { type AnswerDifference, SIDES, type SideName } from '../../results/schema.ts';
import type { SideNames } from '../../results/side-names.ts';
import { REDIRECTION_HINT, redirectionText } from '../../service/answer-rules.ts';
import type { NamedRequest } from '../../service/prepared.ts';
import { watchDeaths } from '../deaths.ts';
import { bodyDifference } from './body-difference.ts';
import type { BySide } from './sides.ts';

type ReaderService = Service<'service'>;

const ANSWER_TIMEOUT_MS = 30_000;
/** How much of a wrong answer a message shows. */
const SHOWN_CHARACTERS = 300;

/**
 * One difference for each request at most: one is enough to look at it.
 * @throws DuetError (exit 3) where an answer is not as it must be, naming the side, the request and the reason.
 */
export async function askRequests(
  lab: TrialLab,
  services: BySide<ReaderService>,
  { asking, names, signal }: { asking: Asking; names: SideNames; signal: AbortSignal },
): Promise<AnswerDifference[]> {
  const found: AnswerDifference[] = [];
  // Of a mix each request is asked by itself.
  for (const named of asking.requests.filter(({ mix }) => mix === undefined)) {
    const ask = (side: SideName) => askOnce(lab, services[side], { named, side, names, asking, signal });
    const [base, head] = [await ask('base'), await ask('head')];
    const difference = bodyDifference(base, head, named.ignore);
    if (difference === undefined) continue;
    const again = bodyDifference(base, await ask('base'), named.ignore);
    const random = again?.path === difference.path ? { random: true as const } : {};
    found.push({ pattern: 'request', stack: 'service', variant: named.name, ...difference, ...random });
  }
  return found;
}

interface Ask {
  named: NamedRequest;
  side: SideName;
  names: SideNames;
  asking: Asking;
  signal: AbortSignal;
}

async function askOnce(
  lab: TrialLab,
  service: ReaderService,
  { named, side, names, asking, signal }: Ask,
): Promise<HttpAnswer> {
  const where = { variant: named.name, side, phase: 'check' };
  await using client = openClient(service.url, { connections: 1, timeoutMs: ANSWER_TIMEOUT_MS, signal });
  const byHand = `send it by hand to the service as it is on ${names[side]}, or correct the request in the config file; the log of the service is in the run folder`;
  const wrong = (what: string, hint = byHand) =>
    new DuetError(`${named.shown.request} ${what}`, { exitCode: EXIT.disagreement, where, hint });
  return await watchDeaths({ watched: [lab, service], where, signal }, async () => {
    const { requestOf, check } = await asking.of(service, named.name, signal);
    const answer = await client.send(requestOf(0)).catch((error: unknown) => {
      signal.throwIfAborted();
      throw wrong(`got no answer: ${(error as Error).message}`);
    });
    const problem = check(answer, 0);
    if (problem === undefined) return answer;
    const redirection = redirectionText(answer);
    if (redirection !== undefined) throw wrong(`answered ${answer.status}, ${redirection}`, REDIRECTION_HINT);
    const rule = named.brokenRule(answer);
    const reason = problem === 'wrong-body' && rule !== undefined ? `, and does not keep to "${rule}"` : '';
    const said = answer.text.replace(/\s+/g, ' ').trim().slice(0, SHOWN_CHARACTERS);
    throw wrong(`answered ${answer.status}${reason}${said === '' ? '' : `: ${said}`}`);
  });
}

/** The service of each side. */
export const ofSides = (services: readonly ReaderService[]): BySide<ReaderService> => {
  const [base, head] = SIDES.map((name) => services.find(({ side }) => side === name));
  if (base === undefined || head === undefined) throw new Error('a side has no service');
  return { base, head };
};
