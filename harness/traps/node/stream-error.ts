/** A file that cannot be read, sent as the answer of a request: with pipe(), with a listener, and with pipeline(). */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a client is watched that gets no answer after the file has failed. */
const WATCHED_MS = 300;
const FAILED = 'failed';

const openMissing = () => createReadStream(path.join(process.env.SCRATCH_DIR ?? '', 'missing.csv'));

const WAYS: Record<string, (response: ServerResponse) => void> = {
  'pipe()': (response) => openMissing().pipe(response),
  "pipe() and a listener for 'error'": (response) => {
    const file = openMissing();
    file.on('error', () => process.send?.(FAILED));
    file.pipe(response);
  },
  'pipeline()': (response) => pipeline(openMissing(), response, () => process.send?.(FAILED)),
};

/** In a process of its own, which may not survive it. */
async function answerBy(name: string): Promise<void> {
  const server = createServer((_request, response) => WAYS[name]?.(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.((server.address() as AddressInfo).port);
  await once(process, 'disconnect');
  process.exit();
}

async function serve(name: string) {
  const child = fork(import.meta.filename, [name], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const stderr = child.stderr?.toArray() ?? [];
  const exited = once(child, 'exit');
  const [port] = await once(child, 'message');
  const failed = once(child, 'message');
  const leaving = new AbortController();
  const answer = fetch(`http://127.0.0.1:${port}`, { signal: leaving.signal }).then(
    ({ status }) => `HTTP ${status}`,
    () => 'connection lost',
  );
  const watched = Promise.race([failed, exited]).then(() => sleep(WATCHED_MS, 'still waiting'));
  const client = await Promise.race([answer, watched]);
  await Promise.race([failed, exited]);
  leaving.abort();
  await answer;
  if (child.connected) child.disconnect();
  const [exitCode] = await exited;
  const said = Buffer.concat(await stderr)
    .toString()
    .match(/^Error: (.*)$/m)?.[1];
  return {
    case: name,
    client,
    exit_code: exitCode,
    ...(said === undefined ? {} : { said: said.replace(process.env.SCRATCH_DIR ?? '', '…') }),
  };
}

const [name] = process.argv.slice(2);
if (name === undefined) {
  const cases = [];
  for (const way of Object.keys(WAYS)) cases.push(await serve(way));
  console.log(JSON.stringify(cases));
} else {
  await answerBy(name);
}
