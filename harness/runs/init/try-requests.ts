/** Sending each request of a service once, and saying what came of it. */
import { openClient } from '../../load/client.ts';
import { hideSecrets } from '../../secrets.ts';
import { isSuccess, redirectionText } from '../../service/answer-rules.ts';
import type { NamedRequest, Taken } from '../../service/prepared.ts';

export interface Tried {
  readonly name: string;
  /** Without secrets. */
  readonly request: string;
  /** Null where no answer came. */
  readonly status: number | null;
  readonly ms: number;
  /** Undefined where the answer is the expected one. */
  readonly problem?: string;
}

/** A service that came up answers soon; one that hangs must not hang duet. */
const ANSWER_MS = 15_000;
/** How much of a wrong answer is shown. */
const SHOWN_CHARACTERS = 160;

export async function tryRequests(
  url: string,
  requests: readonly NamedRequest[],
  taken: Taken,
  signal: AbortSignal,
): Promise<Tried[]> {
  await using client = openClient(url, { connections: 1, timeoutMs: ANSWER_MS, signal });
  const tried: Tried[] = [];
  for (const { name, request, check, brokenRule, shown } of requests) {
    signal.throwIfAborted();
    const startedMs = performance.now();
    const known = { name, request: shown.request };
    try {
      const answer = await client.send(request(0, taken));
      const { status, ms, text } = answer;
      const rule = brokenRule(answer);
      const isFine = check(answer, 0) === undefined;
      const problem =
        rule !== undefined && isSuccess(status)
          ? `it is not as ${rule} says: ${shortened(text)}`
          : (redirectionText(answer) ?? shortened(text));
      tried.push({ ...known, status, ms, ...(isFine ? {} : { problem }) });
    } catch (error) {
      signal.throwIfAborted();
      tried.push({ ...known, status: null, ms: performance.now() - startedMs, problem: (error as Error).message });
    }
  }
  return tried;
}

function shortened(text: string): string {
  const line = hideSecrets(text).replace(/\s+/g, ' ').trim();
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}
