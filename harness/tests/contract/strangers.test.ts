/** What somebody else on this machine finds of a run: no port on the network, nothing that they can steer, no secret in `ps`. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearing, controlToken } from '../../lab/control-token.ts';
import { hasProc, processIds, readProc } from '../../lab/proc.ts';
import { STACKS } from '../../results/schema.ts';
import { ask } from './asking.ts';
import { type Both, openSurroundings, type Surroundings, startBoth } from './both.ts';

const STEERING: Record<'stub' | 'proxy', [string, string][]> = {
  stub: [
    ['GET', '/stats'],
    ['POST', '/reset'],
    ['POST', '/record'],
    ['GET', '/calls'],
    ['PUT', '/model'],
  ],
  proxy: [
    ['GET', '/counts'],
    ['POST', '/reset'],
    ['POST', '/record'],
    ['GET', '/exchanges'],
    ['PUT', '/rtt'],
  ],
};

let around: Surroundings;
let both: Both;
/** The command lines of all processes that there were while the run began, also for a moment. */
const commandLines = new Set<string>();
function look(): void {
  for (const pid of processIds()) commandLines.add(readProc(`${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '');
}

beforeAll(async () => {
  const looking = setInterval(look, 20);
  around = await openSurroundings('strangers');
  both = await startBoth(around);
  clearInterval(looking);
  look();
});
afterAll(async () => {
  await both?.[Symbol.asyncDispose]();
  await around?.[Symbol.asyncDispose]();
});

const originOf = (name: keyof typeof STEERING): string =>
  name === 'stub' ? around.lab.upstreamUrl : around.lab.proxy.controlUrl;

test.for(
  (['stub', 'proxy'] as const).flatMap((name) => STEERING[name].map(([method, path]) => ({ name, method, path }))),
)('$method $path of the $name is answered with the token alone', async ({ name, method, path }) => {
  const question = { method, path, ...(method === 'PUT' ? { body: '{"ms":0,"baseMs":1}' } : {}) };
  const send = (headers: Record<string, string>) =>
    ask(originOf(name), { ...question, headers: { 'content-type': 'application/json', ...headers } });
  for (const headers of [{}, bearing('guessed')]) expect((await send(headers)).status).toBe(401);
  // Of another form than it wants, perhaps, but let in.
  expect((await send(bearing(controlToken))).status).not.toBe(401);
});

test('what the services ask of the stub needs no token', async () => {
  expect((await ask(around.lab.upstreamUrl, { method: 'GET', path: '/details/7' })).status).toBe(200);
});

test('every port is bound to 127.0.0.1, and to no other address', async () => {
  const { lab } = around;
  const services = STACKS.map((stack) => both[stack].url);
  const addresses = [...services, lab.upstreamUrl, lab.proxy.controlUrl, lab.proxiedUrl, lab.database.url];
  for (const address of addresses) {
    const { hostname, port } = new URL(address);
    expect(hostname).toBe('127.0.0.1');
    expect(await answers('127.0.0.1', port), address).toBe(true);
    // A socket that is bound to all addresses would be reached by this one, too.
    expect(await answers('127.0.0.2', port), address).toBe(false);
  }
});

test.runIf(hasProc)('no command line holds the password of the database or the token', () => {
  const started = [...commandLines];
  for (const program of ['node/server.ts', 'python/server.py', 'lab/proxy.ts', 'lab/upstream.ts', 'bin/postgres'])
    expect(started.filter((line) => line.includes(program))).not.toEqual([]);
  const { password } = new URL(around.lab.database.url);
  expect(password.length).toBeGreaterThan(20);
  for (const secret of [password, controlToken]) expect(started.filter((line) => line.includes(secret))).toEqual([]);
});

async function answers(host: string, port: string): Promise<boolean> {
  const socket = connect({ host, port: Number(port) });
  const refused = once(socket, 'error').then(() => false);
  const accepted = once(socket, 'connect').then(() => true);
  const result = await Promise.race([refused, accepted.catch(() => false)]);
  socket.destroy();
  return result;
}
