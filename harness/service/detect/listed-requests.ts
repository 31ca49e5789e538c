/** Requests that another file lists, an OpenAPI document or a HAR file, as duet.config.ts has them. */

export interface Listed {
  /** Request lines by their names, with weights where the file tells how often each was sent. */
  readonly requests: Readonly<Record<string, string | { request: string; weight: number }>>;
  /** The names of those that have a value which nothing says: to be dropped where they are not answered. */
  readonly guessed: readonly string[];
  /** What was left out, and why, e.g. "GET /files/{path}: no example of path". */
  readonly skipped: readonly string[];
}

/** More than that nobody reads in a report, nor has the time to measure. */
export const MOST_REQUESTS = 20;

/** Requests that change nothing: others are taken only when they are asked for. */
export const isSafe = (method: string): boolean => method.toUpperCase() === 'GET';
