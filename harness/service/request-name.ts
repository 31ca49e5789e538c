/** The names of requests that are given in one line: "list=GET /orders", or without one, "GET /orders". */
import { HTTP_METHODS } from '../load/client.ts';

const NAMED_LINE = new RegExp(`^(?:([^=\\s]+)=)?((?:${HTTP_METHODS.join('|')})\\s.+)$`, 's');

/** Undefined for a text that says no request: it may be the name of one. */
export function readNamedLine(text: string): { name: string | undefined; line: string } | undefined {
  const [, name, line] = NAMED_LINE.exec(text) ?? [];
  return line === undefined ? undefined : { name, line };
}

/**
 * A name for a request that was given without one: "orders" for GET /orders/{n}, "post-orders" for POST /orders.
 * @param taken names that others have already.
 */
export function requestName(line: string, taken: readonly string[] = []): string {
  const [, method = '', path = ''] = /^\s*(\S+)\s+([^\s?#]*)/.exec(line) ?? [];
  const words = path
    .replace(/\{[^{}]*\}/g, '')
    .split('/')
    .map((part) => part.replace(/[^\p{L}\p{N}._]+/gu, '-').replace(/^[-._]+|[-._]+$/g, ''))
    .filter((part) => part !== '');
  const own = words.length === 0 ? ['root'] : words;
  const name = (method === 'GET' ? own : [method.toLowerCase(), ...own]).join('-').slice(0, LONGEST);
  if (!taken.includes(name)) return name;
  for (let next = 2; ; next++) if (!taken.includes(`${name}-${next}`)) return `${name}-${next}`;
}

/** Leaves room for what makes it unique. */
const LONGEST = 56;
