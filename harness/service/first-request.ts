/**
 * The request that is sent once to each started service before all others, e.g. to log in, and what is taken from its
 * answer: the values of placeholders such as `{token}`.
 */
import { DuetError, EXIT, refused } from '../errors.ts';
import type { HttpRequest } from '../load/client.ts';
import { hide, hideSecrets, shownRequest } from '../secrets.ts';
import { askOnce, type OnlyAnswer } from './ask-once.ts';
import type { FirstRequestConfig } from './config.ts';
import { valueAt } from './expectations.ts';
import { headersOf, readHeaders } from './headers.ts';
import type { Taken } from './prepared.ts';
import { parseRequestLine } from './request-line.ts';
import { type Numbering, numberRequests } from './request-numbers.ts';
import { REQUEST_PLACEHOLDERS, type Surroundings } from './request-placeholders.ts';

export interface FirstRequest {
  /** As it may be printed and saved. */
  readonly shown: string;
  /**
   * Sends it to a service that is ready.
   * @throws DuetError (exit 2) where the answer does not have what is to be taken.
   */
  send(url: string, signal: AbortSignal): Promise<Taken>;
}

/** A service that came up answers soon; one that hangs on its first request must not hang duet. */
const ANSWER_MS = 15_000;
/** How much of a wrong answer a message shows. */
const SHOWN_CHARACTERS = 300;
const SOURCE = /^(json|header|cookie):(.+)$/s;

/** Where a value is in the answer: the value, or why there is none. */
type Source = (answer: OnlyAnswer) => { value: unknown } | { missing: string };

/**
 * @param where the config was read, for the refusal, e.g. "duet.config.ts".
 * @throws DuetError (exit 2) that names what does not fit.
 */
export function prepareFirst(
  { request, headers = {}, take }: FirstRequestConfig,
  around: Surroundings,
  where: string,
): (numbering: Numbering) => FirstRequest {
  // Nothing has been taken before it.
  const own = { ...around, taken: [] };
  const requestOf = parseRequestLine(request, own, `${where}: first:`);
  const headersFor = headersOf(readHeaders(headers, own, `${where}: first`), own);
  const sources = Object.entries(take).map(([name, from]) => [name, from, readSource(name, from, where)] as const);
  const shown = shownRequest(request);
  return (numbering) => {
    const numbersOf = numberRequests(numbering);
    return {
      shown,
      async send(url, signal) {
        const numbers = numbersOf(0);
        const answer = await ask(url, { ...requestOf(numbers), headers: headersFor(numbers) }, shown, signal);
        return Object.fromEntries(
          sources.map(([name, from, source]) => [name, takenFrom(source(answer), { name, from, shown })]),
        );
      },
    };
  };
}

function readSource(name: string, from: string, where: string): Source {
  const [own] = Object.keys(REQUEST_PLACEHOLDERS).filter((one) => one.split(':')[0] === name);
  if (own !== undefined || !/^[A-Za-z]\w*$/.test(name)) {
    const why =
      own === undefined ? 'it cannot be the name of a placeholder' : `duet has a placeholder {${name}} itself`;
    throw refused(`${where}: first.take.${name}: ${why}`, 'use a name such as token: { token: "json:access_token" }');
  }
  const [, kind, what = ''] = SOURCE.exec(from) ?? [];
  if (kind === 'json') return fromJson(what.split('.'));
  if (kind === 'header') return ({ headers }) => present(headers.get(what), `no header ${what}`);
  if (kind === 'cookie') return ({ headers }) => present(cookieOf(headers, what), `no cookie ${what}`);
  throw refused(
    `${where}: first.take.${name}: "${hideSecrets(from)}" does not say where the value is`,
    'write json:access_token, header:x-token, or the name of a cookie after "cookie:"',
  );
}

const present = (value: unknown, missing: string) => (value === null || value === undefined ? { missing } : { value });

function fromJson(names: string[]): Source {
  return ({ text }) => {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return { missing: 'a body that is no JSON' };
    }
    const members = json !== null && typeof json === 'object' ? Object.keys(json) : [];
    const has = members.length === 0 ? '' : `; it has ${members.join(', ')}`;
    return present(valueAt(json, names), `nothing at ${names.join('.')}${has}`);
  };
}

/** RFC 6265, section 4.1.1: the name and the value stand before the first semicolon. */
function cookieOf(headers: Headers, name: string): string | undefined {
  const pairs = headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function takenFrom(
  found: ReturnType<Source>,
  { name, from, shown }: { name: string; from: string; shown: string },
): string {
  const refuse = (what: string) =>
    refused(`first: the answer to ${shown} has ${what} (take.${name}: ${from})`, `correct first.take.${name}`);
  if ('missing' in found) throw refuse(found.missing);
  if (typeof found.value === 'object') throw refuse('an object or a list there, and no text');
  const text = String(found.value);
  if (!/^[ -~\x80-\xff]+$/.test(text)) throw refuse('a value there that cannot be sent in a header');
  hide(text);
  return text;
}

/** A redirection is an answer, too: many services answer a log-in with one. */
async function ask(url: string, request: HttpRequest, shown: string, signal: AbortSignal): Promise<OnlyAnswer> {
  let answer: OnlyAnswer;
  try {
    answer = await askOnce(url, request, AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]));
  } catch (cause) {
    signal.throwIfAborted();
    const { message } = ((cause as Error).cause ?? cause) as Error;
    throw new DuetError(`first: ${shown} is not answered: ${message}`, {
      exitCode: EXIT.environment,
      hint: 'the log of the service may say why',
      cause,
    });
  }
  if (answer.status < 400) return answer;
  const said = hideSecrets(answer.text).replace(/\s+/g, ' ').trim().slice(0, SHOWN_CHARACTERS);
  throw refused(
    `first: ${shown} is answered with status ${answer.status}${said === '' ? '' : `: ${said}`}`,
    'correct first.request: without its answer the other requests cannot be sent',
  );
}
