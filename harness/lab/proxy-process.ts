/** The proxy in front of a PostgreSQL, started, and what it is told and asked. proxy.ts is what runs there. */
import path from 'node:path';
import type { Exchange, RecordOptions } from './exchanges.ts';
import { call, startOwn } from './own-process.ts';
import type { ProxyCounts } from './proxy.ts';
import type { Workplace } from './workplace.ts';

export interface ProxyControl {
  /** Where another process may ask for the counts. */
  readonly controlUrl: string;
  setRtt(ms: number): Promise<void>;
  reset(): Promise<void>;
  counts(): Promise<ProxyCounts>;
  /** Records every exchange until they are taken. */
  record(options?: RecordOptions): Promise<void>;
  exchanges(): Promise<Exchange[]>;
}

export interface ProxyProcess extends AsyncDisposable {
  readonly control: ProxyControl;
  /** An address of the server, or of another database there, with the way through the proxy. */
  through(url: string): string;
  readonly death: () => string | undefined;
}

/** @param url the server that it leads to. @param logName tells the proxies of a run apart. */
export async function openProxy(
  workplace: Workplace,
  logDir: string,
  url: string,
  { logName = 'proxy', what = 'the network proxy' }: { logName?: string; what?: string } = {},
): Promise<ProxyProcess> {
  const logFile = path.join(logDir, `${logName}.log`);
  const { ready, death, stop } = await startOwn(workplace, 'proxy', { what, logFile, env: { TARGET_URL: url } });
  const controlUrl = ready.listening as string;
  return {
    control: {
      controlUrl,
      setRtt: async (ms) => void (await call('PUT', `${controlUrl}/rtt`, { ms })),
      reset: async () => void (await call('POST', `${controlUrl}/reset`)),
      counts: () => call('GET', `${controlUrl}/counts`),
      record: async (options = {}) => void (await call('POST', `${controlUrl}/record`, options)),
      exchanges: () => call('GET', `${controlUrl}/exchanges`),
    },
    through: (address) => at(address, ready.proxied as string),
    death,
    [Symbol.asyncDispose]: stop,
  };
}

/** The same address with another host and port. */
function at(url: string, hostAndPort: string): string {
  const other = new URL(url);
  other.host = hostAndPort;
  return other.href;
}
