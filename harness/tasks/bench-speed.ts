/**
 * How long does a diff take, beside that of an earlier commit of duet? Both compare the same two copies of the services,
 * narrowed to pooling in one stack, one after the other and in turn the first.
 *
 *   bench-speed.ts [--against 9a97633] [--pairs 3] [--stack node] [--minutes 25]
 *
 * Every pair is a line in bench-speed-pairs.jsonl, which is committed, and goes into the table with those before it. The diff of
 * today is a line of the bench of the gate, too, which sizes the work that is put in.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ruleVersion } from '../diff/rule-version.ts';
import { abortOnSignals } from '../interrupt.ts';
import { repositoryRoot } from '../lab/source.ts';
import type { StackName } from '../results/schema.ts';
import { mean } from '../stats/quantiles.ts';
import { copyCode, type Workbench } from './bench-diff.ts';
import { checkOutEarlier } from './bench-earlier.ts';
import { type Change, NOTHING } from './bench-gate-changes.ts';
import { benchDiff } from './bench-gate-diff.ts';
import { cellOf, changeNamed, isFound, KEPT_FILE, type KeptDiff, thisMachine } from './bench-gate-kept.ts';
import { sizeOf } from './bench-gate-sizing.ts';
import { markdownTable } from './bench-table.ts';
import { keep, readKept } from './kept-lines.ts';

const { values: options } = parseArgs({
  options: {
    against: { type: 'string', default: '9a97633' },
    pairs: { type: 'string', default: '3' },
    stack: { type: 'string', default: 'node' },
    minutes: { type: 'string', default: '25' },
  },
});
const CHANGED = [NOTHING, '+10', '+5'];
const PAIRS_FILE = fileURLToPath(new URL('./bench-speed-pairs.jsonl', import.meta.url));

/** What is kept of both diffs. */
interface Pair {
  change: string;
  stack: StackName;
  /** The earlier commit. */
  against: string;
  rule: string;
  at: string;
  machine: string;
  now: Outcome;
  earlier: Outcome;
}
type Outcome = Pick<KeptDiff, 'ms' | 'exit_code' | 'verdict'> & { found: boolean };

const stack = options.stack as StackName;
const target = { pattern: 'pooling', stack } as const;
const endMs = performance.now() + Number(options.minutes) * 60_000;
const pairs = readKept<Pair>(PAIRS_FILE);
const dir = mkdtempSync(path.join(os.tmpdir(), 'duet-bench-speed-'));
const signal = AbortSignal.any([abortOnSignals(), AbortSignal.timeout(Number(options.minutes) * 60_000)]);
try {
  await copyCode(dir);
  await using earlier = await checkOutEarlier(options.against);
  const bench = { dir, out: path.join(repositoryRoot, 'out/bench-speed'), signal };
  for (let n = 0; n < Number(options.pairs); n++) {
    for (const name of CHANGED) {
      const longestMs = Math.max(0, ...pairs.map(({ now, earlier }) => now.ms + earlier.ms));
      if (performance.now() + longestMs < endMs) await measurePair(changeNamed(name) as Change, bench, earlier.dir, n);
    }
  }
} catch (error) {
  if (!signal.aborted) throw error;
  console.error('bench-speed: the time is up; the pair that was going on leaves no line');
} finally {
  rmSync(dir, { recursive: true, force: true });
}
console.log(table());

async function measurePair(change: Change, bench: Workbench, duet: string, n: number): Promise<void> {
  const kept = readKept<KeptDiff>(KEPT_FILE).filter(({ rule }) => rule === ruleVersion());
  const size = sizeOf(change, target, kept, thisMachine());
  if ('first' in size) throw new Error(`what ${cellOf(target)} takes here is not known: diff ${size.first} first`);
  const planned = { change, target, amount: size.amount, seed: pairs.length + 1 };
  const run = async (by: Workbench) => {
    console.error(`bench-speed: ${change.title}, by ${by.duet === undefined ? 'this code' : options.against}`);
    return benchDiff(by, planned);
  };
  const [first, second] = n % 2 === 0 ? [bench, { ...bench, duet }] : [{ ...bench, duet }, bench];
  const [one, other] = [await run(first), await run(second)];
  const [now, earlier] = first === bench ? [one, other] : [other, one];
  keep(KEPT_FILE, now);
  const pair: Pair = {
    ...{ change: change.name, stack, against: options.against, rule: now.rule, at: now.at, machine: now.machine.cpu },
    ...{ now: outcomeOf(change, now), earlier: outcomeOf(change, earlier) },
  };
  keep(PAIRS_FILE, pair);
  pairs.push(pair);
}

function outcomeOf(change: Change, diff: KeptDiff): Outcome {
  const { ms, exit_code, verdict } = diff;
  return { ms, exit_code, verdict, found: isFound(change, diff) };
}

/** The table of the pairs by the present rule. */
function table(): string {
  const present = pairs.filter(({ rule }) => rule === ruleVersion());
  const seconds = (some: number[]) => `${(mean(some) / 1_000).toFixed(0)} s`;
  const rows = [...Map.groupBy(present, (pair) => `${pair.change} ${pair.stack} ${pair.against}`)].map(([, some]) => {
    const [{ change, stack: of, against }] = some as [Pair];
    const [now, earlier] = [some.map((pair) => pair.now), some.map((pair) => pair.earlier)];
    const times = (outcomes: Outcome[]) => outcomes.map(({ ms }) => ms);
    const verdicts = (outcomes: Outcome[]) => outcomes.map(({ verdict }) => verdict).join(', ');
    return [
      ...[`${changeNamed(change)?.title}, ${of}`, String(some.length), against],
      ...[seconds(times(earlier)), seconds(times(now)), `${(mean(times(now)) / mean(times(earlier))).toFixed(2)} ×`],
      ...[verdicts(earlier), verdicts(now)],
    ];
  });
  return markdownTable(
    ['change', 'pairs', 'against', 'time before', 'time now', 'now ÷ before', 'verdicts before', 'verdicts now'],
    rows,
  );
}
