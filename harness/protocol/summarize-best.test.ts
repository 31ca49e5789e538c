/** What samples of the best way become: cells where the run knew of it, and limits of its own. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { profiles } from '../patterns/profiles.ts';
import type { RunHeader, Sample } from '../results/schema.ts';
import { summarize } from './summarize.ts';

const golden = JSON.parse(readFileSync(new URL('../tests/golden/pages/results.json', import.meta.url), 'utf8'));
const END = { finished_at: '2026-01-14T09:32:12.000Z', status: 'complete', status_reason: null } as const;
const header: RunHeader = {
  ...golden.run,
  ...{ patterns: ['batching'], stacks: ['node'], sizes: { ...profiles.quick.sizes }, code: {} },
};

const sample = (trial: number, variant: string, time: number): Sample => ({
  ...{ block: 0, trial, pattern: 'batching', stack: 'node', variant, at: END.finished_at },
  metrics: { time: 2 * time },
  limits: { time, calls: 2 },
});
const nodeOf = (run: RunHeader, samples: Sample[]) => summarize(run, samples, END).patterns[0]?.stacks.node;

test('it is in a run that knew it, measured or not, and in none of before', () => {
  const variantsOf = (run: RunHeader, samples: Sample[]) => nodeOf(run, samples)?.cells.map(({ variant }) => variant);
  const [excerpt] = golden.run.code.batching.node;
  const knowing = { ...header, code: { batching: { node: [{ ...excerpt, variant: 'after-best' }] } } };
  expect(variantsOf(header, [])).toEqual(['before', 'after']);
  expect(variantsOf(knowing, [])).toEqual(['before', 'after', 'after-best']);
  expect(variantsOf(header, [sample(0, 'after-best', 20)])).toEqual(['before', 'after', 'after-best']);
});

test('a variant with a limit of its own has that, and what it measured is in no other', () => {
  const samples = [sample(0, 'after', 50), sample(1, 'after', 54), sample(2, 'after-best', 26)];
  expect(nodeOf(header, samples)?.limits).toMatchObject([
    { metric: 'time', value: 52 },
    { metric: 'calls', value: 2 },
    { metric: 'time', variant: 'after-best', value: 26 },
  ]);
});
