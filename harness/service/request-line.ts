/** What a reader's service is asked, in one line: `GET /orders/7`, `POST /orders {"customer": {n:1-1000}}`. */
import { refused } from '../errors.ts';
import { HTTP_METHODS, type HttpMethod, type HttpRequest } from '../load/client.ts';
import { shownRequest } from '../secrets.ts';
import type { RequestNumbers } from './request-numbers.ts';
import {
  allPlaceholders,
  ESCAPES,
  emptyRange,
  isConstant,
  nearestPlaceholder,
  requestTemplate,
  type Surroundings,
  samplesOf,
  withoutRequestPlaceholders,
} from './request-placeholders.ts';
import { strangerInBody } from './stranger-in-body.ts';

const EXAMPLE = `it looks like "GET /orders/7" or 'POST /orders {"customer": {n}}'`;
/** A placeholder in whose place values stand as they are: whole paths, or whole bodies. */
const WHOLE = { path: /^\{pick:[^{}]*\}/, body: /^\{pick:[^{}]*\}$/ };

/**
 * The requests that the line stands for, by their numbers.
 * @param where it was given, for the refusal, e.g. "--request".
 * @throws DuetError (exit 2) when it is no request, with what one looks like.
 */
export function parseRequestLine(
  line: string,
  around: Surroundings,
  where = '--request',
): (numbers: RequestNumbers) => HttpRequest {
  const [, method = '', path = '', body] = line.trim().match(/^(\S+)\s+(\S+)(?:\s+(.+))?$/s) ?? [];
  const refuse = (what: string, hint = EXAMPLE) => refused(`${where} ${shownRequest(line)}: ${what}`, hint);
  if (!isMethod(method)) throw refuse(whatIsWrong(method));
  if (!path.startsWith('/') && !WHOLE.path.test(path)) throw refuse('the path must begin with a /');
  if (!/^[!-~]*$/.test(path)) throw refuse('the path must be percent-encoded', encodeURI(path));
  const stranger = /\{[^{}]*\}/.exec(withoutRequestPlaceholders(path, around))?.[0];
  if (stranger !== undefined) {
    const literally = '; braces that are meant as such are %7B and %7D';
    throw refuse(`there is no placeholder ${stranger}`, nearestPlaceholder(stranger, around) + literally);
  }
  const empty = emptyRange(line);
  if (empty !== undefined) throw refuse(`${empty} is empty`, 'put the lower number first');
  const pathOf = pathTemplate(path, around, refuse);
  if (body === undefined) return (numbers) => ({ method, path: pathOf(numbers) });
  const other = strangerInBody(withoutRequestPlaceholders(body, around));
  if (other !== undefined) {
    const literally = other.inText ? `; to send it as it stands, write ${other.text.replace('{', '\\u007b')}` : '';
    throw refuse(`there is no placeholder ${other.text}`, nearestPlaceholder(other.text, around) + literally);
  }
  const textOf = requestTemplate(body, around, WHOLE.body.test(body) ? ESCAPES.asItIs : ESCAPES.inJson);
  const bodies = samplesOf(body, around).map((sample) =>
    readJson(textOf(sample), (what) => refuse(what, jsonHint(body, around))),
  );
  if (isConstant(body, around)) return (numbers) => ({ method, path: pathOf(numbers), body: bodies[0] });
  return (numbers) => ({
    method,
    path: pathOf(numbers),
    body: readJson(textOf(numbers), (what) => refuse(`${what}, with the values of request ${numbers.inLoad}`)),
  });
}

type Refuse = (what: string, hint?: string) => Error;

/** Where a file has whole paths, each of them is held to what a path is. */
function pathTemplate(path: string, around: Surroundings, refuse: Refuse): (numbers: RequestNumbers) => string {
  const [whole] = WHOLE.path.exec(path) ?? [];
  if (whole === undefined) return requestTemplate(path, around, ESCAPES.inPath);
  const rest = requestTemplate(path.slice(whole.length), around, ESCAPES.inPath);
  const [file = '', column] = whole.slice('{pick:'.length, -1).split(':');
  const wrong = around.pick(file, column).find((value) => !/^\/[!-~]*$/.test(value));
  if (wrong !== undefined) throw refuse(`${wrong} in ${file} is no path`, `write /{pick:…} for values of a path`);
  const pathOf = requestTemplate(whole, around);
  return (numbers) => pathOf(numbers) + rest(numbers);
}

const isMethod = (method: string): method is HttpMethod => HTTP_METHODS.some((one) => one === method);

function whatIsWrong(method: string): string {
  if (method === '') return 'it needs a method and a path';
  return `the method must be one of ${HTTP_METHODS.join(', ')}`;
}

function readJson(text: string, refuse: (what: string) => Error): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The message quotes the text, which may hold secrets.
    const [why] = (error as Error).message.split(/,? (?:\.\.\.)?"/);
    throw refuse(`the body is no JSON: ${why}`);
  }
}

/** {n} is a number as it stands; a UUID is a text. */
function jsonHint(body: string, around: Surroundings): string {
  if (/[^"\w-]\{uuid\}/.test(body)) return 'a UUID is a text: put "{uuid}" into quotes';
  if (/[^"\w-]\{pick:/.test(body)) return 'put {pick:…} into quotes where its values are texts';
  return body.includes('{') && around.taken.length > 0 ? `${EXAMPLE}; there are ${allPlaceholders(around)}` : EXAMPLE;
}
