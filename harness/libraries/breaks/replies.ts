/** What becomes of requests to a library that something is done to, and what that says of the library. */
import type { Client, HttpRequest } from '../../load/client.ts';
import { type FailureKind, failureKind } from '../../load/failure.ts';
import type { LibraryBreak } from '../../results/libraries.ts';
import { errorIn } from '../ask.ts';
import type { LibraryProcess } from '../library-process.ts';

export interface Reply {
  /** As expected; another status; no answer. */
  is: 'fine' | 'error' | 'none';
  text: string;
  ms: number;
  /** Where it failed: the error of the library, word for word, or how the answer was lost. */
  said?: string;
  lost?: FailureKind;
}

/** Never rejects. */
export async function replyTo(client: Client, request: HttpRequest, status: number): Promise<Reply> {
  const startedMs = performance.now();
  try {
    const answer = await client.send(request);
    const { text, ms } = answer;
    return answer.status === status ? { is: 'fine', text, ms } : { is: 'error', text, ms, said: errorIn(answer) };
  } catch (error) {
    const lost = failureKind(error);
    return { is: 'none', text: '', ms: performance.now() - startedMs, lost, said: lost };
  }
}

export const failedOf = (replies: readonly Reply[]): Reply[] => replies.filter(({ is }) => is !== 'fine');

/** The first error of the library itself, or else how the first answer was lost. */
export function saidBy(replies: readonly Reply[]): Pick<LibraryBreak, 'said'> {
  const failed = failedOf(replies);
  const said = (failed.find(({ is }) => is === 'error') ?? failed[0])?.said;
  return said === undefined ? {} : { said };
}

/** What is worse than any error; undefined where there is none of it. */
export function silenceIn(replies: readonly Reply[], library: LibraryProcess): LibraryBreak['outcome'] | undefined {
  if (library.death() !== undefined) return 'process-ended';
  return replies.some(({ lost }) => lost === 'timeout') ? 'no-answer' : undefined;
}

/**
 * Sends so many requests, by several clients that each send one after the other: the replies in the order of the requests. Once
 * one has got no answer in time no further one is sent, for each of them might wait as long.
 */
export async function replyToMany(
  count: number,
  clients: number,
  send: (n: number) => Promise<Reply>,
): Promise<Reply[]> {
  const replies: Reply[] = [];
  let next = 0;
  const one = async () => {
    for (let n = next++; n < count; n = next++) {
      const reply = await send(n);
      replies[n] = reply;
      if (reply.lost === 'timeout' || reply.lost === 'stopped') next = count;
    }
  };
  await Promise.all(Array.from({ length: clients }, one));
  return replies;
}
