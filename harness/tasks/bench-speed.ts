/**
 * How long does a diff take, or a comparison, beside that of an earlier commit of duet? Both do the same, one after the other and
 * in turn the first.
 *
 *   bench-speed.ts [--of diff] [--against 9a97633] [--pairs 3] [--stack node] [--minutes 25]
 *   bench-speed.ts --of compare [--against 9a97633] [--pairs 5] [--profile quick] [--minutes 25]
 *
 * Diffs compare the same two copies of the services, narrowed to pooling in one stack. Every pair is a line in
 * bench-speed-pairs.jsonl, which is committed, and goes into the table with those before it. The diff of today is a line of the
 * bench of the gate, too, which sizes the work that is put in.
 *
 * Comparisons are of the whole profile. Every pair is a line in bench-speed-compares.jsonl, which is committed as well; a bench that
 * is called again goes on until there are so many pairs of this code. --minutes 0 prints the table alone.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { abortOnSignals } from '../interrupt.ts';
import { repositoryRoot } from '../lab/source.ts';
import type { ProfileName, StackName } from '../results/schema.ts';
import { checkOutEarlier } from './bench-earlier.ts';
import { measureComparePairs } from './bench-speed-compare-pairs.ts';
import { COMPARES_FILE, type ComparePair, comparesTable } from './bench-speed-compares.ts';
import { diffPairsTable, measureDiffPairs } from './bench-speed-diff-pairs.ts';
import { readKept } from './kept-lines.ts';

const { values: options } = parseArgs({
  options: {
    of: { type: 'string', default: 'diff' },
    against: { type: 'string', default: '9a97633' },
    pairs: { type: 'string' },
    stack: { type: 'string', default: 'node' },
    profile: { type: 'string', default: 'quick' },
    minutes: { type: 'string', default: '25' },
  },
});
const isOfCompares = options.of === 'compare';
const budgetMs = Number(options.minutes) * 60_000;
const endMs = performance.now() + budgetMs;
const signal = AbortSignal.any([abortOnSignals(), AbortSignal.timeout(budgetMs)]);
try {
  if (budgetMs > 0) await measure();
} catch (error) {
  if (!signal.aborted) throw error;
  console.error('bench-speed: the time is up; the pair that was going on leaves no line');
}
console.log(isOfCompares ? comparesTable(readKept<ComparePair>(COMPARES_FILE)) : diffPairsTable());

async function measure(): Promise<void> {
  const { against } = options;
  await using earlier = await checkOutEarlier(against);
  const shared = {
    ...{ against, duet: earlier.dir, out: path.join(repositoryRoot, 'out/bench-speed'), signal },
    hasTime: (ms: number) => performance.now() + ms < endMs,
  };
  if (isOfCompares) {
    const count = Number(options.pairs ?? 5);
    await measureComparePairs({ ...shared, count, profile: options.profile as ProfileName });
  } else {
    const count = Number(options.pairs ?? 3);
    await measureDiffPairs({ ...shared, count, stack: options.stack as StackName });
  }
}
