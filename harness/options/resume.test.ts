import { Command } from 'commander';
import { expect, test } from 'vitest';
import type { RunHeader } from '../results/schema.ts';
import { golden } from '../tests/golden/golden.ts';
import { goldenHeader } from '../tests/golden/golden-header.ts';
import { addRunOptions, type RunOptions } from './compare.ts';
import { addDiffOptions, type DiffOptions } from './diff.ts';
import { type AcceptOptions, addAcceptOptions } from './diff-accept.ts';
import { refuseOtherDiff, refuseOtherRun } from './resume.ts';

const run: RunHeader = { ...golden().run, profile: 'quick', seed: 3, blocks: 3, patterns: ['pooling'] };

const DRIVEN: RunHeader['drivers'] = [
  { name: 'vegeta', version: '12.12.0', load: 'open' },
  { name: 'wrk', version: '4.2.0', load: 'closed' },
];

function resumeRun(header: RunHeader, ...typed: string[]): void {
  const command = addRunOptions(new Command('compare').exitOverride());
  command.parse(['--resume', 'latest', ...typed], { from: 'user' });
  refuseOtherRun(command, command.opts<RunOptions>(), header);
}

test('a run goes on with options that agree with it, and with none', () => {
  const { time_budget: _, curves: __, ...header } = run;
  resumeRun(header);
  resumeRun(header, '--profile', 'quick', '--seed', '3', '--blocks', '3', '--pattern', 'pooling', '--no-curves');
  resumeRun({ ...header, time_budget: { budget_ms: 300_000 } }, '--time-budget', '5m');
  resumeRun({ ...header, drivers: DRIVEN }, '--driver', 'wrk,vegeta');
});

test.each<[string[], Partial<RunHeader>, string]>([
  [['--seed', '4'], {}, '--seed 4 (the run has 3)'],
  [['--placement', 'shared'], {}, '--placement shared (the run has service-apart)'],
  [['--blocks', '4'], { fewer_blocks: { pooling: 2 } }, '--blocks 4 (the run has those of its profile)'],
  [['--blocks', '3'], { time_budget: { budget_ms: 60_000 } }, '--blocks 3 (the run has a time budget)'],
  [
    ['--time-budget', '5m'],
    { time_budget: { budget_ms: 60_000 } },
    '--time-budget 5 min 00 s (the run has 1 min 00 s)',
  ],
  [['--driver', 'wrk'], {}, "--driver wrk (the run has duet's own)"],
  [['--driver', 'wrk'], { drivers: DRIVEN }, '--driver wrk (the run has vegeta,wrk)'],
  [
    ['--no-curves'],
    { curves: { rounds: 1, stride: 1, planned_trials: 1, pool_connections: 1 } },
    '--no-curves (the run has them)',
  ],
])('a run is refused %j where its header says something else', (typed, header, contradiction) => {
  const { time_budget: _, curves: __, fewer_blocks: ___, ...plain } = run;
  const refusal = expect.objectContaining({ exitCode: 2, message: expect.stringContaining(`have ${contradiction}`) });
  expect(() => resumeRun({ ...plain, ...header }, ...typed)).toThrow(refusal);
});

test('a diff is refused every side and option that its header contradicts, by name', () => {
  const header = { ...goldenHeader({ base: [], head: [] }), seed: 3, budget_ms: 60_000, strict: false };
  const command = addAcceptOptions(addDiffOptions(new Command('diff').exitOverride()));
  const typed = ['--seed', '4', '--time-budget', '5m', '--threshold', '4%', '--strict', '--alert', '1%'];
  command.parse([...typed, '--accept', 'pooling/node/after: statements 1 → 2'], { from: 'user' });
  const options = command.opts<DiffOptions & AcceptOptions>();
  const contradictions = [
    `v1 as base (it has ${header.sides.base.given})`,
    '--seed 4 (it has 3)',
    '--time-budget 5 min 00 s (it has 1 min 00 s)',
    '--threshold cpu=4%,time=4%,memory=4% (it has cpu=3%,time=5%,memory=5%)',
    '--strict true (it has false)',
    '--alert (it has its own)',
    '--accept (it keeps its own)',
  ];
  const message = `--resume continues diff ${header.id} as it was begun, and cannot have ${contradictions.join(', ')}`;
  expect(() => refuseOtherDiff(command, { sides: { base: 'v1', head: undefined }, options }, header)).toThrow(message);
});
