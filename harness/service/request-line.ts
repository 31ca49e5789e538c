/** What a reader's service is asked, in one line: `GET /orders/7`, `POST /orders {"customer": {n:1-1000}}`. */
import { refused } from '../errors.ts';
import { HTTP_METHODS, type HttpMethod, type HttpRequest } from '../load/client.ts';
import { shownRequest } from '../secrets.ts';
import {
  ALL_REQUEST_PLACEHOLDERS,
  emptyRange,
  numberRequests,
  type RequestNumbers,
  requestTemplate,
  withoutRequestPlaceholders,
} from './request-placeholders.ts';

const EXAMPLE = `it looks like "GET /orders/7" or 'POST /orders {"customer": {n}}'`;

/**
 * The requests that the line stands for, by their numbers.
 * @throws DuetError (exit 2) when it is no request, with what one looks like.
 */
export function parseRequestLine(line: string): (numbers: RequestNumbers) => HttpRequest {
  const [, method = '', path = '', body] = line.trim().match(/^(\S+)\s+(\S+)(?:\s+(.+))?$/s) ?? [];
  const refuse = (what: string, hint = EXAMPLE) => refused(`--request ${shownRequest(line)}: ${what}`, hint);
  if (!isMethod(method)) throw refuse(whatIsWrong(method));
  if (!path.startsWith('/')) throw refuse('the path must begin with a /');
  if (!/^[!-~]*$/.test(path)) throw refuse('the path must be percent-encoded', encodeURI(path));
  const stranger = /\{[^{}]*\}/.exec(withoutRequestPlaceholders(path))?.[0];
  if (stranger !== undefined)
    throw refuse(`there is no placeholder ${stranger}`, `there are ${ALL_REQUEST_PLACEHOLDERS}`);
  const empty = emptyRange(line);
  if (empty !== undefined) throw refuse(`${empty} is empty`, 'put the lower number first');
  const pathOf = requestTemplate(path);
  if (body === undefined) return (numbers) => ({ method, path: pathOf(numbers) });
  const textOf = requestTemplate(body);
  const first = readJson(textOf(numberRequests()(0)), (what) => refuse(what, jsonHint(body)));
  if (withoutRequestPlaceholders(body) === body) return (numbers) => ({ method, path: pathOf(numbers), body: first });
  return (numbers) => ({ method, path: pathOf(numbers), body: JSON.parse(textOf(numbers)) });
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
const jsonHint = (body: string): string =>
  /[^"\w-]\{uuid\}/.test(body) ? 'a UUID is a text: put "{uuid}" into quotes' : EXAMPLE;
