/** What a reader's service is asked, in one line: `GET /orders/7`, `POST /orders {"customer": {n:1-1000}}`. */
import { refused } from '../../errors.ts';
import { HTTP_METHODS, type HttpMethod, type HttpRequest } from '../../load/client.ts';

/** `{n}`, or `{n:1-1000}` with the first and the last number. */
const NUMBER = /\{n(?::(\d{1,9})-(\d{1,9}))?\}/g;
const EXAMPLE = `it looks like "GET /orders/7" or 'POST /orders {"customer": {n}}'`;

/**
 * The requests that the line stands for. `{n}` in the path or the body is the number of the request, from 1;
 * `{n:1-1000}` begins again after 1000, so that only rows are asked for that there are.
 * @throws DuetError (exit 2) when it is no request, with what one looks like.
 */
export function parseRequestLine(line: string): (n: number) => HttpRequest {
  const [, method = '', path = '', body] = line.trim().match(/^(\S+)\s+(\S+)(?:\s+(.+))?$/s) ?? [];
  if (!isMethod(method)) throw refused(`--request ${line}: ${whatIsWrong(method)}`, EXAMPLE);
  if (!path.startsWith('/')) throw refused(`--request ${line}: the path must begin with a /`, EXAMPLE);
  if (!/^[!-~]*$/.test(path)) throw refused(`--request ${line}: the path must be percent-encoded`, encodeURI(path));
  const stranger = /\{[^{}]*\}/.exec(path.replace(NUMBER, ''))?.[0];
  if (stranger !== undefined) {
    throw refused(`--request ${line}: there is no placeholder ${stranger}`, 'there are {n} and e.g. {n:1-1000}');
  }
  for (const [whole, first, last] of line.matchAll(NUMBER)) {
    if (Number(first) > Number(last))
      throw refused(`--request ${line}: ${whole} is empty`, 'put the lower number first');
  }
  if (body === undefined) return (n) => ({ method, path: numbered(path, n) });
  checkJson(line, numbered(body, 0));
  const constant = body.search(NUMBER) === -1 ? JSON.parse(body) : undefined;
  return (n) => ({ method, path: numbered(path, n), body: constant ?? JSON.parse(numbered(body, n)) });
}

/** @param n counts from 0, as loads do. */
function numbered(template: string, n: number): string {
  return template.replace(NUMBER, (_, first?: string, last?: string) => {
    if (first === undefined || last === undefined) return String(n + 1);
    return String(Number(first) + (n % (Number(last) - Number(first) + 1)));
  });
}

const isMethod = (method: string): method is HttpMethod => HTTP_METHODS.some((one) => one === method);

function whatIsWrong(method: string): string {
  if (method === '') return 'it needs a method and a path';
  return `the method must be one of ${HTTP_METHODS.join(', ')}`;
}

function checkJson(line: string, body: string): void {
  try {
    JSON.parse(body);
  } catch (error) {
    throw refused(`--request ${line}: the body is no JSON: ${(error as Error).message}`, EXAMPLE);
  }
}
