/** Waits until a server of node:http listens. Rejects when it cannot. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Listening } from './library.ts';

export async function listening(server: Server): Promise<Listening> {
  if (!server.listening) await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    /** Waits for requests that are under way, and ends idle connections. */
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
