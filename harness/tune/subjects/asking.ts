/** What a reader's service is asked, what answers count, and whether it answers at all. */
import { asTyped } from '../../duration.ts';
import { DuetError, EXIT, refused } from '../../errors.ts';
import { type HttpRequest, openClient } from '../../load/client.ts';
import { hideSecrets, shownRequest } from '../../secrets.ts';
import { type AnswerRules, answerRules, isSuccess, redirectionText } from '../../service/answer-rules.ts';
import type { FirstRequestConfig } from '../../service/config.ts';
import { type FirstRequest, prepareFirst } from '../../service/first-request.ts';
import { headersOf, readHeaders, shownHeaders } from '../../service/headers.ts';
import { picksFrom } from '../../service/pick-file.ts';
import type { Taken } from '../../service/prepared.ts';
import { firstToAnswer } from '../../service/ready.ts';
import { parseRequestLine } from '../../service/request-line.ts';
import { numberingAtRandom, numberRequests } from '../../service/request-numbers.ts';
import { isNumbered } from '../../service/request-placeholders.ts';
import { NoAnswer, type StartLimits, type TunedService } from '../subject.ts';

export interface AskingOptions {
  /** e.g. "GET /orders/7". */
  request: string;
  /** Sent with every request, e.g. { Authorization: "Bearer …" }. Its values may have the request's placeholders, too. */
  header: Readonly<Record<string, string>>;
  /** Sent to each service once it is ready, e.g. to log in; its answer fills placeholders of the others. */
  first?: FirstRequestConfig | undefined;
  /** From which the files of {pick:…} are meant; this process's folder by default. */
  folder?: string | undefined;
  /** What a body must match, e.g. "json:errors=". See expectations.ts. */
  expect?: readonly string[];
  /** How long a start may take until the service is ready. */
  readyTimeoutMs: number;
  /** With which the service says that no connection came free in time. */
  timeoutStatus: number;
}

export interface Asking
  extends Pick<TunedService, 'request' | 'onlyStatus' | 'isPoolTimeout'>,
    Pick<AnswerRules, 'check' | 'brokenRule'> {
  /** What may be wrong with the request where its first answer is. */
  readonly hint?: string;
  readonly first?: Pick<FirstRequest, 'send'>;
  /** As `request`, with what the answer to the first request gave. */
  readonly requestWith: (n: number, taken: Taken) => HttpRequest;
}

/** A service that came up answers soon; one that hangs on its first request must not hang duet. */
const FIRST_ANSWER_MS = 15_000;
/** How much of a wrong answer a message shows. */
const SHOWN_CHARACTERS = 300;

/** What to try with a service that was not ready in time. */
export const longerStart = (readyTimeoutMs: number): string =>
  `--ready-timeout ${asTyped(2 * readyTimeoutMs)}, if it needs longer to start`;

/** What is asked, understood, and as it may be shown. */
export interface ReadAsking {
  readonly asking: Asking;
  readonly shown: { request: string; headers: Record<string, string>; expect?: string[] };
}

/**
 * Any status from 200 to 299 is the expected one, and what the body says is the service's own where no rule is given for it.
 * Requests are numbered once for all loads of the run.
 */
export function readAsking(
  { request, header, expect = [], timeoutStatus, first, folder = '.' }: AskingOptions,
  basePath = '',
): ReadAsking {
  const around = { taken: Object.keys(first?.take ?? {}), pick: picksFrom(folder) };
  const logIn = first && prepareFirst(first, around, '--first')(numberingAtRandom());
  const requestOf = parseRequestLine(request, around);
  const headers = readHeaders(header, around);
  const numbersOf = numberRequests();
  const ownHeaders = headersOf(headers, around);
  const requestWith = (n: number, taken: Taken): HttpRequest => {
    const numbers = numbersOf(n, taken);
    const { path, ...rest } = requestOf(numbers);
    return { ...rest, path: `${basePath}${path}`, headers: ownHeaders(numbers) };
  };
  const asking: Asking = {
    requestWith,
    request: (n) => requestWith(n, {}),
    ...(logIn === undefined ? {} : { first: { send: (url, signal) => logIn.send(`${url}${basePath}`, signal) } }),
    ...(isNumbered(request) ? { hint: RARE_NUMBER } : {}),
    ...(expect.length === 0 ? { onlyStatus: true } : {}),
    ...answerRules(expect),
    isPoolTimeout: ({ status }) => status === timeoutStatus,
  };
  const shown = { request: shownRequest(request), headers: shownHeaders(headers) };
  return { asking, shown: expect.length === 0 ? shown : { ...shown, expect: expect.map(hideSecrets) } };
}

const RARE_NUMBER =
  '{n} is a number that no other request has, of ten digits: {n:1-1000} asks for the rows from 1 to 1000';

/** The first of some addresses that answers, within limits. @throws NoAnswer when they pass. */
export async function firstWithin(
  limits: StartLimits | undefined,
  urls: readonly string[],
  readyPath: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  if (limits === undefined) return firstToAnswer(urls, readyPath, signal);
  const passed = AbortSignal.timeout(limits.answersWithinMs);
  try {
    return await firstToAnswer(urls, readyPath, AbortSignal.any([signal, passed]));
  } catch (cause) {
    signal.throwIfAborted();
    const message = `nothing is answered within ${limits.answersWithinMs / 1_000} s`;
    throw new NoAnswer(message, { exitCode: EXIT.environment, cause });
  }
}

/**
 * What a service that is ready is asked: with what its answer to the first request gave, where there is one.
 * @throws DuetError (exit 2) where that answer does not have it; NoAnswer where there are limits, and they pass.
 */
export async function loggedIn(
  asking: Asking,
  url: string,
  signal: AbortSignal,
  limits?: StartLimits,
): Promise<Asking> {
  const { first, requestWith } = asking;
  if (first === undefined) return asking;
  const passed = limits === undefined ? [] : [AbortSignal.timeout(limits.answersWithinMs)];
  try {
    const taken = await first.send(url, AbortSignal.any([signal, ...passed]));
    return { ...asking, request: (n) => requestWith(n, taken) };
  } catch (cause) {
    signal.throwIfAborted();
    if (limits === undefined) throw cause;
    throw new NoAnswer((cause as Error).message, { exitCode: EXIT.invalid, cause });
  }
}

/**
 * Asks once before anything is measured: a service that answers every request with an error is quick at it.
 * @param answeredBefore whether an answer was fine already: then a refusal for lack of a connection is the setting's.
 * @throws DuetError (exit 2) with the answer when it is not the expected one; (exit 5) where it was before.
 */
export async function checkFirstAnswer(
  url: string,
  { request, check, isPoolTimeout, brokenRule, hint: ownHint }: Asking,
  {
    answeredBefore,
    signal,
    timeoutMs = FIRST_ANSWER_MS,
  }: { answeredBefore: boolean; signal: AbortSignal; timeoutMs?: number },
): Promise<void> {
  await using client = openClient(url, { connections: 1, timeoutMs, signal });
  const first = request(0);
  const what = shownRequest(`${first.method} ${first.path}`);
  const answer = await client.send(first).catch((error: Error) => {
    signal.throwIfAborted();
    throw refused(`${what} is not answered: ${error.message}`, `curl -i ${url}${first.path}`);
  });
  if (check(answer, 0) === undefined || (answeredBefore && isPoolTimeout(answer))) return;
  const text = redirectionText(answer) ?? hideSecrets(answer.text).replace(/\s+/g, ' ').trim();
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  const rule = isSuccess(answer.status) ? brokenRule(answer) : undefined;
  const unlike = rule === undefined ? '' : `, and not as --expect ${hideSecrets(rule)} says`;
  const message = `${what} is answered with status ${answer.status}${unlike}${shown === '' ? '' : `: ${shown}`}`;
  if (answeredBefore) {
    const hint = 'it was answered as expected before, on another setting; the log of the service may say more';
    throw new DuetError(message, { exitCode: EXIT.invalid, hint });
  }
  if (rule !== undefined) {
    throw refused(message, 'an --expect that the answer to a single request keeps to, or another --request');
  }
  throw refused(
    message,
    ownHint ??
      'use a --request that is answered with a status from 200 to 299, and --ready-path if the service needs time to become ready',
  );
}

/** The same for a setting that may be too small for one request. @throws NoAnswer where it is. */
export async function checkAnswerWithin(
  { answersWithinMs }: StartLimits,
  url: string,
  asking: Asking,
  signal: AbortSignal,
): Promise<void> {
  try {
    await checkFirstAnswer(url, asking, { answeredBefore: false, signal, timeoutMs: answersWithinMs });
  } catch (cause) {
    signal.throwIfAborted();
    throw new NoAnswer((cause as Error).message, { exitCode: EXIT.invalid, cause });
  }
}
