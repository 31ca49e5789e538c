/** Made-up lines of the bench of the gate, for tests. */
import type { KeptDiff, KeptRow, Machine } from '../../tasks/bench-gate-kept.ts';

export const HERE: Machine = { cpu: 'a CPU', cores: 2, kernel: 'Linux 6.1' };

/** CPU of pooling, Node, that did not change. */
export const row = (more: Partial<KeptRow> = {}): KeptRow => ({
  pattern: 'pooling',
  stack: 'node',
  variant: 'after',
  metric: 'cpu',
  kind: 'cost',
  verdict: 'no change',
  red: false,
  base: 0.2,
  head: 0.2,
  ratio: 1,
  ...more,
});

export const redRow = (more: Partial<KeptRow> = {}): KeptRow =>
  row({ verdict: 'regression', red: true, ratio: 1.05, ...more });

export const RULE = '1-now';

export const diff = (change: string, rows: KeptRow[], more: Partial<KeptDiff> = {}): KeptDiff => ({
  rule: RULE,
  change,
  pattern: 'pooling',
  stack: 'node',
  amount: 0,
  seed: 1,
  budget: '75s',
  at: '2026-11-23T10:00:00.000Z',
  commit: '0123456789ab',
  machine: HERE,
  foreign_cores: 0.02,
  load_average: 0.5,
  ms: 60_000,
  exit_code: 0,
  verdict: 'no change',
  why: '',
  rows,
  ...more,
});
