/** Pairs of diffs of the same two copies of the services, one by this duet and one by an earlier commit of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ruleVersion } from '../diff/rule-version.ts';
import type { StackName } from '../results/schema.ts';
import { mean } from '../stats/quantiles.ts';
import { copyCode, type Workbench } from './bench-diff.ts';
import { type Change, NOTHING } from './bench-gate-changes.ts';
import { benchDiff } from './bench-gate-diff.ts';
import { cellOf, changeNamed, isFound, KEPT_FILE, type KeptDiff, thisMachine } from './bench-gate-kept.ts';
import { sizeOf } from './bench-gate-sizing.ts';
import { markdownTable } from './bench-table.ts';
import { keep, readKept } from './kept-lines.ts';

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

export interface DiffPairs {
  /** The earlier commit, and the folder that holds its duet. */
  against: string;
  duet: string;
  out: string;
  stack: StackName;
  /** How many pairs of each change. */
  count: number;
  signal: AbortSignal;
  /** Whether there is time for what takes so long. */
  hasTime(ms: number): boolean;
}

/** Measures so many pairs of every change, each kept at once, as far as the time goes. */
export async function measureDiffPairs(wanted: DiffPairs): Promise<void> {
  const { count, out, signal, hasTime } = wanted;
  const dir = mkdtempSync(path.join(os.tmpdir(), 'duet-bench-speed-'));
  try {
    await copyCode(dir);
    for (let n = 0; n < count; n++) {
      for (const name of CHANGED) {
        const longestMs = Math.max(0, ...readPairs().map(({ now, earlier }) => now.ms + earlier.ms));
        if (hasTime(longestMs)) await measurePair(changeNamed(name) as Change, { dir, out, signal }, wanted, n);
      }
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const readPairs = () => readKept<Pair>(PAIRS_FILE);

async function measurePair(
  change: Change,
  bench: Workbench,
  { against, duet, stack }: DiffPairs,
  n: number,
): Promise<void> {
  const target = { pattern: 'pooling', stack } as const;
  const kept = readKept<KeptDiff>(KEPT_FILE).filter(({ rule }) => rule === ruleVersion());
  const size = sizeOf(change, target, kept, thisMachine());
  if ('first' in size) throw new Error(`what ${cellOf(target)} takes here is not known: diff ${size.first} first`);
  const planned = { change, target, amount: size.amount, seed: readPairs().length + 1 };
  const run = async (by: Workbench) => {
    console.error(`bench-speed: ${change.title}, by ${by.duet === undefined ? 'this code' : against}`);
    return benchDiff(by, planned);
  };
  const [first, second] = n % 2 === 0 ? [bench, { ...bench, duet }] : [{ ...bench, duet }, bench];
  const [one, other] = [await run(first), await run(second)];
  const [now, earlier] = first === bench ? [one, other] : [other, one];
  keep(KEPT_FILE, now);
  const pair: Pair = {
    ...{ change: change.name, stack, against, rule: now.rule, at: now.at, machine: now.machine.cpu },
    ...{ now: outcomeOf(change, now), earlier: outcomeOf(change, earlier) },
  };
  keep(PAIRS_FILE, pair);
}

function outcomeOf(change: Change, diff: KeptDiff): Outcome {
  const { ms, exit_code, verdict } = diff;
  return { ms, exit_code, verdict, found: isFound(change, diff) };
}

/** The table of the pairs by the present rule. */
export function diffPairsTable(): string {
  const present = readPairs().filter(({ rule }) => rule === ruleVersion());
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
