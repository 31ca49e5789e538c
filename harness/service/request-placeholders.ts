/**
 * What differs from one request to the next, in the path, the body and the headers of what a reader's service is asked:
 * `{n}`, `{n:1-1000}`, `{uuid}`, `{pick:file.csv}`, and what the answer to a first request gave, such as `{token}`.
 *
 * `{n}` is a number that no other request of the run has, whatever it is sent for. `{n:1-1000}` counts within a load
 * and begins again after 1000, and `{pick:…}` takes one value after the other: every setting and side is asked for the
 * same rows, and only for those that there are.
 */
import { closest } from 'fastest-levenshtein';
import { numberRequests, type RequestNumbers } from './request-numbers.ts';

/** What each placeholder of a request stands for. */
export const REQUEST_PLACEHOLDERS = {
  n: 'a number that no other request has, neither of this run nor of the last one',
  'n:1-1000': 'counts in each load, and begins again after 1000',
  uuid: 'a UUID of the request',
  'pick:ids.csv': 'the lines of the file in turn; {pick:orders.csv:id} a column of a CSV file with a header',
};

/** What the placeholders of a service stand for, beside the numbers of the request. */
export interface Surroundings {
  /** Names that the answer to a first request gives values, e.g. "token". */
  readonly taken: readonly string[];
  /**
   * The values of {pick:file.csv:column}.
   * @throws DuetError (exit 2) where there are none.
   */
  pick(file: string, column: string | undefined): readonly string[];
}

/** In words, for messages. */
export const allPlaceholders = ({ taken }: Pick<Surroundings, 'taken'>): string =>
  [...Object.keys(REQUEST_PLACEHOLDERS), ...taken].map((name) => `{${name}}`).join(', ');

const PLACEHOLDER = /\{(?:n(?::(\d{1,9})-(\d{1,9}))?|(uuid)|pick:([^\s{}:]+)(?::([^\s{}:]+))?|([A-Za-z]\w*))\}/g;

/** How a value is written where its placeholder stands. */
type Escape = (value: string) => string;

export const ESCAPES = {
  asItIs: (value) => value,
  inPath: encodeURIComponent,
  /** Within quotes; a number may stand without. */
  inJson: (value) => JSON.stringify(value).slice(1, -1),
} as const satisfies Record<string, Escape>;

type Part = (numbers: RequestNumbers) => string;

/**
 * The template with the values of a request; a template without placeholders costs nothing.
 * @throws DuetError (exit 2) where a file of values cannot be read.
 */
export function requestTemplate(template: string, around: Surroundings, written: Escape = ESCAPES.asItIs): Part {
  const parts: Part[] = [];
  let done = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const part = partOf(match, around, written);
    if (part === undefined) continue;
    const before = template.slice(done, match.index);
    if (before !== '') parts.push(() => before);
    parts.push(part);
    done = match.index + match[0].length;
  }
  if (parts.length === 0) return () => template;
  const after = template.slice(done);
  return (numbers) => parts.reduce((text, part) => text + part(numbers), '') + after;
}

/** Undefined where the text in braces is no placeholder. */
function partOf(match: RegExpExecArray, around: Surroundings, written: Escape): Part | undefined {
  const [, from, to, uuid, file, column, name] = match;
  if (name !== undefined) {
    if (!around.taken.includes(name)) return undefined;
    return ({ taken }) => written(taken[name] ?? '');
  }
  if (uuid !== undefined) return (numbers) => numbers.uuid;
  if (file !== undefined) {
    const values = around.pick(file, column).map(written);
    return ({ inLoad }) => values[inLoad % values.length] as string;
  }
  if (from === undefined || to === undefined) return ({ unique }) => String(unique);
  const count = Number(to) - Number(from) + 1;
  return ({ inLoad }) => String(Number(from) + (inLoad % count));
}

/** Numbers with which a template has every value of its files once, for a look at all of them. */
export function samplesOf(template: string, around: Surroundings): RequestNumbers[] {
  const picks = [...template.matchAll(PLACEHOLDER)].flatMap(([, , , , file, column]) =>
    file === undefined ? [] : [around.pick(file, column).length],
  );
  const taken = Object.fromEntries(around.taken.map((name) => [name, '1']));
  const numbersOf = numberRequests();
  return Array.from({ length: Math.max(1, ...picks) }, (_, n) => numbersOf(n, taken));
}

/** Whether it has a number that no other request has. */
export const isNumbered = (template: string): boolean => template.includes('{n}');

/** Whether every request has the same. */
export const isConstant = (template: string, around: Pick<Surroundings, 'taken'>): boolean =>
  withoutRequestPlaceholders(template, around) === template;

/** What is left of a template without its placeholders. */
export const withoutRequestPlaceholders = (template: string, { taken }: Pick<Surroundings, 'taken'>): string =>
  template.replace(PLACEHOLDER, (whole, ...groups: (string | undefined)[]) => {
    const name = groups[5];
    return name === undefined || taken.includes(name) ? '' : whole;
  });

/** A placeholder such as {n:7-5}, if there is one. */
export function emptyRange(template: string): string | undefined {
  return [...template.matchAll(PLACEHOLDER)].find(([, from, to]) => Number(from) > Number(to))?.[0];
}

/** What to write instead of a name that there is not. */
export function nearestPlaceholder(stranger: string, around: Pick<Surroundings, 'taken'>): string {
  const names = [...Object.keys(REQUEST_PLACEHOLDERS), ...around.taken];
  return `did you mean {${closest(stranger.replace(/[{}]/g, ''), names)}}? There are ${allPlaceholders(around)}`;
}
