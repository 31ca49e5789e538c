/** The upstream stub, started, and what it is told and asked. upstream.ts is what runs there. */
import path from 'node:path';
import { call, startOwn } from './own-process.ts';
import type { UpstreamCall, UpstreamTally } from './upstream.ts';
import type { Workplace } from './workplace.ts';

/** The upstream's latency in milliseconds: base + perItem x n. */
export interface LatencyModel {
  baseMs: number;
  perItemMs: number;
}

export interface UpstreamControl {
  setModel(model: LatencyModel): Promise<void>;
  reset(): Promise<void>;
  tally(): Promise<UpstreamTally>;
  /** Records every call until they are taken. */
  record(): Promise<void>;
  /** In the order in which they began. */
  calls(): Promise<UpstreamCall[]>;
}

export interface UpstreamProcess extends AsyncDisposable {
  readonly pid: number;
  readonly url: string;
  readonly control: UpstreamControl;
  readonly death: () => string | undefined;
}

export async function openUpstream(workplace: Workplace, logDir: string): Promise<UpstreamProcess> {
  const logFile = path.join(logDir, 'upstream.log');
  const { pid, ready, death, stop } = await startOwn(workplace, 'upstream', { what: 'the upstream stub', logFile });
  const url = ready.listening as string;
  return {
    pid,
    url,
    control: {
      setModel: async (model) => void (await call('PUT', `${url}/model`, model)),
      reset: async () => void (await call('POST', `${url}/reset`)),
      tally: () => call('GET', `${url}/stats`),
      record: async () => void (await call('POST', `${url}/record`)),
      calls: () => call('GET', `${url}/calls`),
    },
    death,
    [Symbol.asyncDispose]: stop,
  };
}
