/** A body of 100 MB of plain text: is it taken, how long does that take, and how much memory? */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { watchTreeMemory } from '../../lab/tree-memory.ts';
import { openClient } from '../../load/client.ts';
import { wordForWord } from '../ask.ts';
import type { BreakTrial } from './break-trial.ts';
import { replyTo, saidBy, silenceIn } from './replies.ts';

const CHUNK_BYTES = 1_000_000;
const CHUNKS = 100;
const TIMEOUT_MS = 30_000;

export const largeBody: BreakTrial = {
  name: 'large-body',
  expectedMs: 8_000,
  atOnce: 1,
  async run(entry, { measuring }) {
    const { signal } = measuring;
    await using library = await measuring.start(entry);
    await using client = openClient(library.url, { connections: 1, timeoutMs: TIMEOUT_MS, signal });
    const light = () => replyTo(client, { method: 'GET', path: '/light' }, 200);
    await light();
    const memorySince = watchTreeMemory(library.pid);
    const startedMs = performance.now();
    const answer = await post(`${library.url}/bodies`, AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]));
    const tookMs = performance.now() - startedMs;
    const memory = memorySince();
    const later = await light();
    signal.throwIfAborted();
    const isTaken = answer.status === 200 && answer.bytes === CHUNKS * CHUNK_BYTES;
    const unfinished = answer.lost === 'timeout' ? 'no-answer' : undefined;
    return {
      outcome:
        silenceIn([later], library) ??
        unfinished ??
        (answer.status === 200 && !isTaken ? 'wrong' : isTaken && later.is === 'fine' ? 'unharmed' : 'failed'),
      figures: {
        ...{ sent_bytes: CHUNKS * CHUNK_BYTES, took_ms: tookMs },
        ...(answer.status === undefined ? {} : { status: answer.status }),
        ...(memory === undefined ? {} : { peak_rss_bytes: memory.peakBytes, idle_rss_bytes: memory.idleBytes }),
      },
      ...(answer.said === undefined ? saidBy([later]) : { said: answer.said }),
    };
  },
};

interface Posted {
  status?: number;
  /** How many were received, by the answer. */
  bytes?: number;
  said?: string;
  lost?: 'timeout' | 'cut-off';
}

/** Piece by piece, and no faster than it is taken. A server may answer before it has read all, and close. Never rejects. */
async function post(url: string, signal: AbortSignal): Promise<Posted> {
  const sending = request(url, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'content-length': CHUNKS * CHUNK_BYTES },
    signal,
  });
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  let isAnswered = false;
  answered.then(
    () => {
      isAnswered = true;
    },
    () => {},
  );
  const chunk = Buffer.alloc(CHUNK_BYTES, 'a');
  const send = async () => {
    for (let sent = 0; sent < CHUNKS && !isAnswered; sent++) {
      if (!sending.write(chunk)) await Promise.race([once(sending, 'drain'), answered]);
    }
    sending.end();
  };
  try {
    const [[response]] = await Promise.all([answered, send()]);
    let text = '';
    for await (const part of response.setEncoding('utf8')) text += part;
    const { statusCode: status = 0 } = response;
    if (status !== 200) return { status, said: wordForWord(text) };
    return { status, bytes: (JSON.parse(text) as { bytes: number }).bytes };
  } catch (error) {
    return {
      lost: signal.aborted ? 'timeout' : 'cut-off',
      said: (error as NodeJS.ErrnoException).code ?? String(error),
    };
  } finally {
    sending.destroy();
  }
}
