/** The requests of a config file, understood: ready to be sent, each with what its answers are held to. */
import { refused } from '../errors.ts';
import { hideSecrets, shownRequest } from '../secrets.ts';
import { answerRules } from './answer-rules.ts';
import type { RequestConfig, ServiceConfig } from './config.ts';
import { MEMBERS_EXPLAINED } from './config-file.ts';
import { headersOf, readHeaders, shownHeaders } from './headers.ts';
import { ignoring } from './ignore-paths.ts';
import type { NamedRequest } from './prepared.ts';
import { parseRequestLine } from './request-line.ts';
import { type Numbering, numberRequests } from './request-numbers.ts';
import type { Surroundings } from './request-placeholders.ts';

/** It stands in the names of cells, beside "/" and ":". */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u;

/** A request that has yet to be given its numbers. */
type Unnumbered = (numbering: Numbering) => NamedRequest;

/**
 * @param where the config was read, for the refusal, e.g. "duet.config.ts".
 * @throws DuetError (exit 2) that names the request and what is wrong with it.
 */
export function prepareRequests(config: ServiceConfig, around: Surroundings, where: string): Unnumbered[] {
  const requests = Object.entries(config.requests);
  if (requests.length === 0)
    throw refused(`${where}: requests is empty`, 'requests: { order: "GET /orders/7" }, or --request "GET /orders/7"');
  return requests.map(([name, given]) => {
    if (!NAME.test(name)) {
      const hint = 'use up to 64 letters, digits, dots, hyphens and underscores, and begin with a letter or a digit';
      throw refused(`${where}: "${name}" cannot be the name of a request`, hint);
    }
    const request = typeof given === 'string' ? { request: given } : given;
    return prepareRequest(name, request, config, { around, where: `${where}: requests.${name}` });
  });
}

function prepareRequest(
  name: string,
  own: RequestConfig,
  { headers: ofAll = {}, expect: expectOfAll = [], ignore: ignoreOfAll = [] }: ServiceConfig,
  { around, where }: { around: Surroundings; where: string },
): Unnumbered {
  const requestOf = parseRequestLine(own.request, around, `${where}:`);
  const headers = { ...readHeaders(ofAll, around, where), ...readHeaders(own.headers ?? {}, around, where) };
  const ownHeaders = headersOf(headers, around);
  const hasHeaders = Object.keys(headers).length > 0;
  const rules = [...expectOfAll, ...(own.expect ?? [])];
  const ignore = [...ignoreOfAll, ...(own.ignore ?? [])];
  understood(`${where}.expect`, () => answerRules(rules));
  understood(`${where}.ignore`, () => ignoring(ignore));
  return (numbering) => {
    const numbersOf = numberRequests(numbering);
    return {
      name,
      ...(own.weight === undefined ? {} : { weight: own.weight }),
      request(n, taken) {
        const numbers = numbersOf(n, taken);
        const request = requestOf(numbers);
        return hasHeaders ? { ...request, headers: ownHeaders(numbers) } : request;
      },
      ...answerRules(rules),
      ignore,
      thresholds: own.thresholds ?? {},
      onlyShown: own.failOn === 'never',
      shown: { request: shownRequest(own.request), headers: shownHeaders(headers) },
    };
  };
}

/** @throws DuetError (exit 2) in place of a SyntaxError. */
function understood(where: string, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw refused(`${where}: ${hideSecrets(error.message)}`, MEMBERS_EXPLAINED);
  }
}
