/** Clients that are slow, or too many, are sent away by both services, which answer others meanwhile. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STACKS, type StackName } from '../../results/schema.ts';
import { ask } from './asking.ts';
import { type Both, openSurroundings, type Surroundings, startBoth } from './both.ts';
import { document, validatorOf } from './contract.ts';

let around: Surroundings;
let both: Both;
beforeAll(async () => {
  around = await openSurroundings('slow-clients');
  both = await startBoth(around);
});
afterAll(async () => {
  await both?.[Symbol.asyncDispose]();
  await around?.[Symbol.asyncDispose]();
});

/** A bound as the settings of a service have it. */
function boundOf(name: string, stack: StackName): number {
  const file = { node: 'node/settings.ts', python: 'python/duet_service/settings.py' }[stack];
  const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
  return Number(new RegExp(`\\b${name} = ([\\d_]+)`).exec(text)?.[1]?.replaceAll('_', ''));
}
const [MAX_CLIENTS, REQUEST_TIMEOUT_MS] = [boundOf('MAX_CLIENTS', 'node'), boundOf('REQUEST_TIMEOUT_MS', 'node')];

test.each(['MAX_CLIENTS', 'REQUEST_TIMEOUT_MS'])('%s is one number in both', (name) => {
  expect(boundOf(name, 'node')).toBeGreaterThan(0);
  expect(boundOf(name, 'python')).toBe(boundOf(name, 'node'));
});

const LIGHT = { method: 'GET', path: '/light' };

describe.each(STACKS)('%s', (stack) => {
  const open = async (): Promise<Socket> => {
    const { hostname, port } = new URL(both[stack].url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const untilClosed = async (socket: Socket): Promise<string> => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    await once(socket, 'close');
    return Buffer.concat(chunks).toString();
  };

  test('a body that does not come is waited for for a time that is bounded', async () => {
    const socket = await open();
    const sentMs = performance.now();
    socket.write(
      'POST /workers/after HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
    );
    expect((await ask(both[stack].url, LIGHT)).status).toBe(200);
    const answer = await untilClosed(socket);
    expect(performance.now() - sentMs).toBeGreaterThan(REQUEST_TIMEOUT_MS / 2);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    const problem = JSON.parse(answer.split('\r\n\r\n')[1] ?? '');
    expect(problem).toMatchObject({ type: 'urn:duet:problem:request-timeout', status: 408 });
    const validate = validatorOf(document.components.schemas.Problem ?? {});
    expect(validate(problem)).toBe(true);
  });

  // uvicorn waits for headers for ever: there the bound on connections holds.
  const bounded = 'headers that do not end are waited for for a time that is bounded';
  const testNode = stack === 'node' ? test : () => {};
  testNode(bounded, async () => {
    const socket = await open();
    socket.write('GET /light HTTP/1.1\r\nhost: a\r\nx-slow: ');
    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('one connection more than allowed is closed, and the service goes on', async () => {
    const sockets: Socket[] = [];
    let closed = 0;
    for (let n = 0; n < MAX_CLIENTS + 20; n++) {
      const socket = await open();
      socket.on('close', () => closed++).resume();
      sockets.push(socket);
    }
    // Those that the harness itself has open count, too.
    await expect.poll(() => closed).toBeGreaterThanOrEqual(20);
    expect(closed).toBeLessThanOrEqual(30);
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(() =>
        ask(both[stack].url, LIGHT).then(
          ({ status }) => status,
          () => 'closed',
        ),
      )
      .toBe(200);
    expect(both[stack].death()).toBeUndefined();
  });
});
