/**
 * A load as a file of targets in the JSON format of vegeta: a line for each request. The lines are shared
 * out among pods, so that no two pods send the same line; a pod that has sent all of its lines begins again.
 */
import { refused } from '../errors.ts';
import type { HttpRequest } from '../load/client.ts';
import { vegetaTarget } from '../load/vegeta-target.ts';

/** A Secret of Kubernetes holds at most 1 MiB; what is left is for its names. */
export const MOST_BYTES = 1_000_000;
/** As many as there are users: what may be repeated goes round after so many. */
const MOST_REPEATED = 10_000;

export interface TargetsOptions {
  /** Where the service is, without a path. */
  url: string;
  /** The requests of the whole load. */
  total: number;
  pods: number;
  /** No request may be sent twice, for each has a number or a UUID of its own. */
  areUnique: boolean;
}

/** @throws DuetError (exit 2) where they are too large for a Secret. */
export function targetLines(
  requestOf: (n: number) => HttpRequest,
  { url, total, pods, areUnique }: TargetsOptions,
): string[] {
  const wanted = areUnique ? total : Math.min(total, MOST_REPEATED);
  const lines: string[] = [];
  let bytes = 0;
  for (let n = 0; n < Math.max(wanted, pods); n++) {
    const line = vegetaTarget(url, requestOf(n));
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > MOST_BYTES) break;
    lines.push(line);
  }
  if (areUnique && lines.length < total) {
    throw refused(
      `every request has a number or a UUID of its own, and ${total} such requests do not fit into a Secret of Kubernetes`,
      'a shorter --duration or a lower --rate, or {n:1-1000} in the request in place of {n}, which may repeat',
    );
  }
  if (lines.length < pods)
    throw refused('the requests are too large for a Secret of Kubernetes', 'choose a request with a smaller body');
  // Every pod has as many of them as the others.
  return areUnique ? lines : lines.slice(0, lines.length - (lines.length % pods));
}
