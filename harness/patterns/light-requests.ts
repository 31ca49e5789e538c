/** Light requests from outside, one after the other: they show how long a service answers nobody. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../load/client.ts';

/** The request that must not wait for other work. */
export const light = { method: 'GET' as const, path: '/light' };

/** One request; times as of performance.now(). */
export interface LightRequest {
  sentMs: number;
  answeredMs: number;
}

/**
 * Begins to send them.
 * @param pauseMs between an answer and the next request: a stall that begins there appears up to this much shorter.
 * @returns ends it: waits for the last answer and gives all; rejects when a request got none.
 */
export function startLightRequests(client: Client, pauseMs: number): () => Promise<LightRequest[]> {
  let stopped = false;
  const sending = send();
  // Told when it is ended, not while nobody waits for it.
  sending.catch(() => {});
  return () => {
    stopped = true;
    return sending;
  };

  async function send(): Promise<LightRequest[]> {
    const all: LightRequest[] = [];
    while (!stopped) {
      const sentMs = performance.now();
      await client.send(light);
      all.push({ sentMs, answeredMs: performance.now() });
      await sleep(pauseMs);
    }
    return all;
  }
}
