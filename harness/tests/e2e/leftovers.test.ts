/** What counts as left behind is the place's own, whatever the tests beside it do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace } from './place.ts';

const LISTEN =
  "const s = require('node:net').createServer(); s.listen(0, '127.0.0.1', () => console.log(s.address().port));";

beforeEach(({ skip }) => skip(noProc !== undefined, noProc));

test.each([
  ['of nobody is left behind', false],
  ['of another place is not', true],
])('an open port %s', async (_, isOther) => {
  using place = makePlace();
  using other = makePlace();
  const server = spawn(process.execPath, ['-e', LISTEN], {
    env: isOther ? { TMPDIR: other.dir } : {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = await once(server.stdout.setEncoding('utf8'), 'data');
    mkdirSync(place.out);
    writeFileSync(join(place.out, 'node.log'), `{"listening":"http://127.0.0.1:${port.trim()}"}`);
    expect(await leftovers(place, [])).toEqual(isOther ? [] : [`port ${port.trim()}`]);
  } finally {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
});
