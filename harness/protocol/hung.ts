/** Telling a service that does not answer any more from one that is slow, or refuses. */
import type { Service } from '../lab/services.ts';
import type { DiffStackName, Sizes } from '../results/schema.ts';

/** What is left of a trial that waited for an answer in vain is asked this long: no event loop is held up for longer. */
const PROBE_MS = 10_000;

/**
 * How long any answer may take: three times the slowest by design, the calls of `batching/before`, and half a minute for what
 * is computed and for other work on the machine. In ms.
 */
export const answerTimeoutMs = ({ users, call_base_ms, call_per_item_ms }: Sizes): number =>
  30_000 + 3 * users * (call_base_ms + call_per_item_ms);

/** What messages call a service: duet's own by its stack, a reader's by its side alone. */
export function serviceInWords({ stack, side }: Pick<Service<DiffStackName>, 'stack' | 'side'>): string {
  const whose = stack === 'service' ? 'the service' : `the ${stack} service`;
  return side === undefined ? whose : `${whose} of ${side}`;
}

/**
 * @param what messages call the service.
 * @returns what to say of one that accepts a request and answers nothing at all; undefined for one that does answer.
 */
export async function hangs(
  url: string,
  what: string,
  signal: AbortSignal,
  probeMs = PROBE_MS,
): Promise<string | undefined> {
  const late = AbortSignal.timeout(probeMs);
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.any([signal, late]) });
    await answer.arrayBuffer();
    return undefined;
  } catch {
    // Refused or cut off is an answer, too: of a service that is dying, which its owner will notice.
    if (!late.aborted) return undefined;
    return `${what} has stopped answering, also to GET /health, within ${probeMs / 1_000} s`;
  }
}
