/** The header of the golden diffs: two sides, one machine. Made up, like everything in the fixtures. */
import { diffSizes } from '../../patterns/diff/index.ts';
import type { DiffHeader, DiffSide } from '../../results/schema.ts';
import { goldenRun } from './golden-run.ts';

const side: DiffSide = {
  given: 'main',
  kind: 'ref',
  commit: '0123456789abcdef0123456789abcdef01234567',
  dirty: false,
  sources: { node: 'a1b2c3d4e5f60718', python: '8f7e6d5c4b3a2910' },
  dependencies: { node: 'shared', python: 'shared' },
  runtimes: { node: 'Node.js 24.21.0', python: 'CPython 3.11.7' },
};

export function goldenHeader(inspections: DiffHeader['inspections']): DiffHeader {
  return {
    schema: 'duet-diff-run',
    schema_version: 1,
    duet_version: '0.1.0',
    id: 'golden-diff',
    command: 'diff main --pattern pooling --time-budget 5m',
    started_at: '2026-01-14T09:30:00.000Z',
    seed: 42,
    budget_ms: 300_000,
    counts_only: false,
    thresholds: { cost: 0.03, time: 0.05, memory: 0.05 },
    alerts: { cost: 0.02, time: 0.03, memory: 0.03 },
    fail_on: 'regression',
    strict: false,
    patterns: ['pooling'],
    stacks: ['node', 'python'],
    sizes: diffSizes,
    plan: {
      sequential: {
        rule: 'sequential-1',
        most_blocks: 17,
        looks: [4, 5, 6, 8, 10, 13, 17].map((blocks) => ({ blocks, change: 5e-6 * blocks, same: 0.0015 * blocks })),
        ended: 'decided',
      },
      turns: { windows: 8, lockstep: true },
      screening_blocks: 0,
      fresh_blocks: 0,
    },
    power: [0.01, 0.02, 0.03, 0.05].flatMap((sd, noise) =>
      [0.03, 0.05, 0.1].map((change, size) => ({
        sd,
        change,
        found: [0.51, 1, 1, 0.46, 0.996, 1, 0.28, 0.92, 1, 0.05, 0.32, 0.98][3 * noise + size] as number,
      })),
    ),
    sides: {
      base: side,
      head: {
        ...side,
        given: 'working tree',
        kind: 'working-tree',
        commit: '89abcdef0123456789abcdef0123456789abcdef',
        sources: { ...side.sources, node: '99aa88bb77cc66dd' },
      },
    },
    cells: [
      { pattern: 'pooling', stack: 'node', variant: 'after' },
      { pattern: 'pooling', stack: 'python', variant: 'after' },
    ],
    one_sided: [],
    answers: [],
    inspections,
    environment: goldenRun([]).environment,
    harness_sources: { harness: '1122334455667788' },
  };
}
