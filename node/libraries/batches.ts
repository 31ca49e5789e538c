/** How the external API is asked: the limits of every client that has them, as plugins/upstream.ts has, and the calls in a row. */
import type { Detail } from './library.ts';

export const CONNECTIONS = 10;
/** How long a call may take, from waiting for a connection to the end of the answer. */
export const TIMEOUT_MS = 10_000;
/** How long an idle connection is kept. */
export const IDLE_MS = 60_000;

/** The most ids that the external API takes in one call. */
export const BATCH_SIZE = 100;

/** What the external API answers to a batch. */
export interface Answer {
  details: Detail[];
}

/** Asks for 100 ids at a time, one call after the other. */
export async function inBatches(ids: number[], post: (ids: number[]) => Promise<Answer>): Promise<Detail[]> {
  const details: Detail[] = [];
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const answer = await post(ids.slice(start, start + BATCH_SIZE));
    details.push(...answer.details);
  }
  return details;
}
