/**
 * What differs from one request to the next: `{n}`, `{n:1-1000}` and `{uuid}`, in the path, the body and the headers of
 * what a reader's service is asked.
 *
 * `{n}` is a number that no other request of the run has, whatever it is sent for: an id that goes into a primary key. It
 * begins at a random number, so that the next run does not meet the rows of this one, beyond the ids that a table usually
 * has, and below what an `integer` of PostgreSQL holds (2,147,483,647). `{n:1-1000}` counts within a load and begins again
 * after 1000: every setting is asked for the same rows, and only for those that there are.
 */
import { randomInt, randomUUID } from 'node:crypto';

/** The numbers of one request. All its placeholders of a kind have one value. */
export interface RequestNumbers {
  /** Its place in its load, from 0: the same for every setting. */
  readonly inLoad: number;
  /** What no other request of this run has. */
  readonly unique: number;
  readonly uuid: string;
}

/** What each placeholder of a request stands for. */
export const REQUEST_PLACEHOLDERS = {
  n: 'a number that no other request has, neither of this run nor of the last one',
  'n:1-1000': 'counts in each load, and begins again after 1000',
  uuid: 'a UUID of the request',
};

/** In words, for messages. */
export const ALL_REQUEST_PLACEHOLDERS = Object.keys(REQUEST_PLACEHOLDERS)
  .map((name) => `{${name}}`)
  .join(', ');

const LEAST_FIRST = 1_000_000_000;
/** Leaves more numbers below 2^31 than any run sends requests. */
const MOST_FIRST = 1_900_000_000;
const PLACEHOLDER = /\{(?:n(?::(\d{1,9})-(\d{1,9}))?|(uuid))\}/g;

/** The numbers of the requests of a run, asked for with their places in their loads. */
export function numberRequests(first = randomInt(LEAST_FIRST, MOST_FIRST)): (inLoad: number) => RequestNumbers {
  let next = first;
  return (inLoad) => {
    let uuid: string | undefined;
    return {
      inLoad,
      unique: next++,
      get uuid() {
        uuid ??= randomUUID();
        return uuid;
      },
    };
  };
}

/** The template with the values of a request; a template without placeholders costs nothing. */
export function requestTemplate(template: string): (numbers: RequestNumbers) => string {
  if (template.search(PLACEHOLDER) === -1) return () => template;
  return (numbers) =>
    template.replace(PLACEHOLDER, (_, from?: string, to?: string, uuid?: string) => {
      if (uuid !== undefined) return numbers.uuid;
      if (from === undefined || to === undefined) return String(numbers.unique);
      return String(Number(from) + (numbers.inLoad % (Number(to) - Number(from) + 1)));
    });
}

/** Whether it has a number that no other request has. */
export const isNumbered = (template: string): boolean => template.includes('{n}');

/** What is left of a template without its placeholders. */
export const withoutRequestPlaceholders = (template: string): string => template.replace(PLACEHOLDER, '');

/** A placeholder such as {n:7-5}, if there is one. */
export function emptyRange(template: string): string | undefined {
  return [...template.matchAll(PLACEHOLDER)].find(([, from, to]) => Number(from) > Number(to))?.[0];
}
