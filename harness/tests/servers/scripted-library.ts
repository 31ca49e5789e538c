/** A stand-in for the process of a library: an HTTP server that answers as a test says. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Measuring } from '../../libraries/measuring.ts';

/**
 * Starts a server each time.
 * @param death what the process says of its end, whenever it is asked.
 */
export const starterOf =
  (listener: RequestListener, death?: string): Measuring['start'] =>
  async (entry) => {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const stop = async () => {
      server.closeAllConnections();
      server.close();
    };
    return {
      ...{ entry, pid: process.pid, startedMs: performance.now(), death: () => death, stop, kill: stop },
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      [Symbol.asyncDispose]: stop,
    };
  };
