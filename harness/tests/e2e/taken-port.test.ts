/** A port is taken by somebody else between the choice of it and its use. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDuetWith } from './broken-rules.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place } from './place.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place[Symbol.dispose]());

/** The first port that is looked for is one that has been taken by the time that it is known. */
const TAKEN = `
  import net from 'node:net';
  import { syncBuiltinESMExports } from 'node:module';
  const other = net.createServer().listen(0, '127.0.0.1').unref();
  const { createServer } = net;
  let looks = 0;
  net.createServer = (...options) => {
    const server = createServer(...options);
    const { address } = server;
    const isFirst = looks++ === 0;
    server.address = () => (isFirst ? other.address() : address.call(server));
    return server;
  };
  syncBuiltinESMExports();`;

test('that of PostgreSQL: it is started on another one, and the run goes on', async () => {
  const { run } = startDuetWith(place, TAKEN, ['verify', '--pattern', 'pooling', '--stack', 'node']);
  await using _ = run;
  const { exitCode, stdout, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('no difference');
  const [log = ''] = readdirSync(place.out, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('postgres.log'),
  );
  expect(readFileSync(join(place.out, log), 'utf8')).toMatch(/Address already in use.*ready to accept connections/s);
  if (noProc === undefined) expect(await leftovers(place, [])).toEqual([]);
});
