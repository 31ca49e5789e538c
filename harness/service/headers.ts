/** Headers that a reader's service needs to be asked with, such as that of a token. */
import { refused } from '../errors.ts';
import { shownHeader } from '../secrets.ts';
import type { RequestNumbers } from './request-numbers.ts';
import {
  isConstant,
  nearestPlaceholder,
  requestTemplate,
  type Surroundings,
  samplesOf,
  withoutRequestPlaceholders,
} from './request-placeholders.ts';

/** By lower-case names. */
export type Headers = Readonly<Record<string, string>>;

/** RFC 9110, section 5.6.2: a token. */
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** Section 5.5: visible characters, with blanks between them; no line may end in it. */
const VALUE = /^(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?$/;
/** They say how the message is laid out, which duet decides. */
const OURS = ['host', 'connection', 'content-length', 'content-type', 'transfer-encoding', 'expect', 'upgrade'];

/**
 * The headers by lower-case names; their values may have the placeholders of a request.
 * @param where they were given, for the refusal, e.g. "--header".
 * @throws DuetError (exit 2) for one that cannot be sent. It does not show the value.
 */
export function readHeaders(
  given: Readonly<Record<string, string>>,
  around: Surroundings,
  where = '--header',
): Headers {
  const headers = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value.trim()] as const);
  for (const [name, value] of headers) {
    if (!NAME.test(name)) throw refused(`${where}: "${name}" is not the name of a header`, EXAMPLE);
    if (OURS.includes(name)) throw refused(`${where}: duet sets ${name} itself`, 'leave it out');
    const stranger = /\{[A-Za-z]\w*(?::[^{}"\s]*)?\}/.exec(withoutRequestPlaceholders(value, around))?.[0];
    if (stranger !== undefined) {
      const literally = '; a value with braces of its own can be the only line of a file, {pick:value.txt}';
      throw refused(`${where}: ${name} has an unknown placeholder`, nearestPlaceholder(stranger, around) + literally);
    }
    const fill = requestTemplate(value, around);
    if (!samplesOf(value, around).every((numbers) => VALUE.test(fill(numbers))))
      throw refused(`${where}: the value of ${name} cannot be sent`, 'use a single line of Latin-1 characters');
  }
  return Object.fromEntries(headers);
}

export const EXAMPLE = '--header "Authorization: Bearer $TOKEN"';

/** The headers of each request, by its numbers. */
export function headersOf(headers: Headers, around: Surroundings): (numbers: RequestNumbers) => Headers {
  const templates = Object.entries(headers).map(([name, value]) => [name, requestTemplate(value, around)] as const);
  if (Object.values(headers).every((value) => isConstant(value, around))) return () => headers;
  return (numbers) => Object.fromEntries(templates.map(([name, fill]) => [name, fill(numbers)]));
}

/** As they may be shown. */
export const shownHeaders = (headers: Headers): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, shownHeader(name, value)]));
