import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { selfSigned } from '../tests/builders/certificate.ts';
import { openClient } from './client.ts';

test('a service with TLS is asked whoever has signed its certificate, on connections that are kept', async () => {
  let connections = 0;
  const server = createServer(selfSigned(), (request, response) => void response.end(request.url));
  server.on('secureConnection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const { signal } = new AbortController();
    await using client = openClient(url, { connections: 2, timeoutMs: 10_000, signal });
    for (let round = 0; round < 2; round++) {
      const answers = await Promise.all(['/1', '/2', '/3'].map((path) => client.send({ method: 'GET', path })));
      expect(answers.map(({ status, text }) => [status, text])).toEqual(['/1', '/2', '/3'].map((path) => [200, path]));
    }
    expect(connections).toBe(2);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
