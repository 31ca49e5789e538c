/** Made-up but plausible results of a diff, one per kind of ending. Test fixtures, not measurements. */
import {
  type CellInspection,
  DIFF_VERSION,
  type DiffResults,
  type DiffRow,
  type SequentialPlan,
} from '../../results/schema.ts';
import { concluded } from './concluded.ts';
import { goldenHeader } from './golden-header.ts';
import { cell, control, countRow, METRICS, measuredRow } from './golden-rows.ts';

const { cpu, p50, capacity, peak_rss, statements, round_trips } = METRICS;
const node = cell('pooling', 'node');
const python = cell('pooling', 'python');

const equalCounts = [node, python].flatMap((each) => [
  countRow({ ...each, metric: statements, base: 1, head: 1 }),
  countRow({ ...each, metric: round_trips, base: each === node ? 1 : 3, head: each === node ? 1 : 3 }),
]);
const quietRows = [
  measuredRow({ ...python, metric: cpu, verdict: 'no change', value: 1.94, ratio: 1.004, sd: 0.009 }),
  measuredRow({ ...python, metric: p50, verdict: 'no change', value: 8.13, ratio: 0.997, sd: 0.014 }),
  measuredRow({ ...node, metric: capacity, verdict: 'no change', value: 4210, ratio: 0.993, sd: 0.012 }),
  measuredRow({ ...node, metric: peak_rss, verdict: 'no change', value: 128e6, ratio: 1.006, sd: 0.01 }),
];

/** +5 % CPU in one cell, found; an alert, an improvement, and a row that could not be told. */
export function goldenRegression(): DiffResults {
  const rows = [
    measuredRow({
      ...node,
      metric: cpu,
      verdict: 'regression',
      value: 0.412,
      ratio: 1.052,
      sd: 0.012,
      drawn: 8,
    }),
    measuredRow({
      ...python,
      metric: peak_rss,
      verdict: 'inconclusive',
      alert: true,
      value: 96e6,
      ratio: 1.06,
      sd: 0.014,
      why: { code: 'undecided', blocks: 6, threshold: 0.05 },
    }),
    measuredRow({
      ...python,
      metric: capacity,
      verdict: 'inconclusive',
      value: 512,
      ratio: 0.985,
      sd: 0.05,
      lag1: 0.41,
      why: { code: 'undecided', blocks: 6, threshold: 0.05 },
    }),
    measuredRow({ ...node, metric: p50, verdict: 'improvement', value: 6.21, ratio: 0.9, sd: 0.02, drawn: 8 }),
    ...quietRows,
    ...equalCounts,
  ];
  const results = golden(rows);
  return endedBy(results, 'regression');
}

/** One statement more per request: exact, and found without timing anything. */
export function goldenCounts(): DiffResults {
  const rows = [
    countRow({ ...node, metric: statements, base: 1, head: 2 }),
    countRow({ ...node, metric: round_trips, base: 1, head: 2 }),
    ...equalCounts.slice(2),
  ];
  const results = golden(rows, {
    controls: [],
    trials: 0,
    validity: { trials: 0, repeated: 0, invalid: 0, trustworthy: true, reasons: [] },
  });
  results.run.counts_only = true;
  results.run.command = 'diff main --counts-only';
  return results;
}

/** One of the two counts that rose is intended; of the other lines one is of an earlier change, one of another diff. */
export function goldenAccepted(): DiffResults {
  const line = 'pooling/node/after: statements 1 → 2';
  const from = '.duet-accept, line 3';
  const results = goldenCounts();
  const rows = results.rows.map((row) =>
    row.metric === statements && row.verdict === 'regression'
      ? { ...row, verdict: 'accepted' as const, accepted: { line, from } }
      : row,
  );
  const row = { ...node, metric: 'round_trips' };
  const unmatched: DiffResults['unmatched'] = [
    { line: 'pooling/node/after: round_trips 1 → 3', from: '.duet-accept, line 4', why: 'other-change', row },
    { line: 'pooling/python/after: statements 1 → 2', from: '--accept', why: 'unchanged' },
    { line: 'streaming/node/after: cpu +8 %', from: '--accept', why: 'not-compared' },
  ];
  const accepted = [{ line, from }, ...unmatched.map((each) => ({ line: each.line, from: each.from }))];
  return concluded({ ...results, run: { ...results.run, accepted }, rows, unmatched });
}

export function goldenImprovement(): DiffResults {
  const rows = [
    measuredRow({ ...node, metric: cpu, verdict: 'improvement', value: 0.412, ratio: 0.9, sd: 0.01, drawn: 8 }),
    ...quietRows,
    ...equalCounts,
  ];
  return golden(rows);
}

export function goldenInconclusive(): DiffResults {
  const why = { code: 'undecided', blocks: 13, threshold: 0.03, ended: 'time' } as const;
  const rows = [
    measuredRow({ ...node, metric: cpu, verdict: 'inconclusive', value: 0.412, ratio: 1.02, sd: 0.06, drawn: 13, why }),
    ...quietRows,
    ...equalCounts,
  ];
  const results = golden(rows);
  return endedBy(results, 'time');
}

/** The control moved, and so nothing that was timed may be judged. */
export function goldenInvalid(): DiffResults {
  const why = { code: 'control-moved', pattern: 'pooling', variant: 'after' } as const;
  const rows = [
    ...[cpu, p50].map((metric) =>
      measuredRow({ ...node, metric, verdict: 'invalid', value: 0.412, ratio: 1.3, sd: 0.04, why, change: null }),
    ),
    ...equalCounts,
  ];
  const moved = { ...control('node', 'cpu', 1.09, 0.012), moved: true };
  return golden(rows, {
    controls: [moved],
    validity: {
      trials: 180,
      repeated: 61,
      invalid: 44,
      trustworthy: false,
      reasons: [
        {
          rule: 'foreign-cpu',
          trials: 105,
          example: {
            cell: 'pooling/node/after',
            side: 'base',
            invalidity: { rule: 'foreign-cpu', cpu_share: 0.91, elapsed_ms: 1_000, most_share: 0.15, slack_ms: 60 },
          },
        },
      ],
    },
  });
}

/** Interrupted before the first look. */
export function goldenPartial(): DiffResults {
  const rows = quietRows.map(({ decided_after: _, ...row }) => ({
    ...row,
    verdict: 'inconclusive' as const,
    why: { code: 'too-few-blocks' as const, blocks: 2, needed: 4 },
    change: null,
    base: null,
    head: null,
    blocks: { base: (row.blocks?.base ?? []).slice(0, 2), head: (row.blocks?.head ?? []).slice(0, 2) },
  }));
  const results = golden([...rows, ...equalCounts], {
    status: 'partial',
    status_reason: 'Interrupted by SIGINT in block 2',
  });
  return endedBy(results, undefined);
}

/** By the rule of older diffs: screening, and fresh blocks of the suspects, which are judged alone. */
export function goldenTwoStages(): DiffResults {
  const results = goldenRegression();
  results.rows = results.rows.map(({ blocks, decided_after: _, ...row }) => {
    if (blocks === undefined) return row;
    const suspected = row.verdict === 'regression';
    return { ...row, suspected, [suspected ? 'fresh' : 'screening']: blocks };
  });
  const suspects = [{ ...node, metric: 'cpu' }];
  const out_of_time = [{ ...python, metric: 'peak_rss' }];
  results.run.plan = { screening_blocks: 6, fresh_blocks: 8, suspects, out_of_time };
  return results;
}

function endedBy(results: DiffResults, ended: SequentialPlan['ended']): DiffResults {
  const { sequential } = results.run.plan;
  if (sequential === undefined) return results;
  const { ended: _, ...plan } = sequential;
  results.run.plan.sequential = { ...plan, ...(ended === undefined ? {} : { ended }) };
  return results;
}

/** Cells on one side only, other answers, a dirty working tree with a library of its own. */
export function goldenOneSided(): DiffResults {
  const results = goldenImprovement();
  const { run } = results;
  run.one_sided = [
    { ...node, variant: 'after-pool', change: 'added' },
    { ...cell('batching', 'python', 'after-queue'), change: 'removed' },
  ];
  run.unmeasured = [cell('workers', 'node', 'after-threads')];
  run.answers = [{ ...node, path: '$.user.name', base: '"Ada"', head: 'null' }];
  run.sides.head = { ...run.sides.head, dirty: true, dependencies: { node: 'own', python: 'shared' } };
  return results;
}

/** Nothing in the services differs, and so nothing was run. */
export function goldenSame(): DiffResults {
  const results = golden([], {
    controls: [],
    trials: 0,
    validity: { trials: 0, repeated: 0, invalid: 0, trustworthy: true, reasons: [] },
  });
  results.run.same_services = true;
  results.run.sides.head.sources = { ...results.run.sides.base.sources };
  return concluded(results);
}

/** Nothing became worse, and not all that differs was compared: each reason once. */
export function goldenIncomplete(): DiffResults {
  const results = goldenOneSided();
  const { run } = results;
  const tables = ['fixtures/sql/data.sql', 'fixtures/sql/schema.sql'];
  run.stacks = ['node'];
  run.changed_files = [...tables, 'node/plugins/pool.ts', 'python/app.py'];
  run.shared_database = 'permission denied to create database';
  const [added, removed] = run.one_sided.map((cell) => ({ reason: 'one-sided' as const, ...cell }));
  const incomplete = concluded({
    ...results,
    uncompared: [
      { reason: 'stack-left-out', stack: 'python', files: [...tables, 'python/app.py'] },
      { reason: 'pattern-left-out', patterns: ['streaming', 'workers'], files: ['node/plugins/pool.ts'] },
      ...[added, removed].filter((one) => one !== undefined),
      { reason: 'unknown-variant', ...cell('workers', 'node', 'after-threads') },
      { reason: 'fact-not-read', ...cell('streaming', 'node', 'after'), fact: 'memory_growth' },
      { reason: 'content-missing', files: ['node/data.bin'] },
      { reason: 'blocks-not-counted', files: tables },
    ],
  });
  return { ...incomplete, beside: [] };
}

function golden(rows: DiffRow[], ending: Partial<DiffResults> = {}): DiffResults {
  return concluded({
    schema: 'duet-diff',
    schema_version: DIFF_VERSION,
    status: 'complete',
    status_reason: null,
    finished_at: '2026-01-14T09:34:12.000Z',
    trials: 180,
    verdict: 'no change',
    why: { code: 'unchanged' },
    beside: [],
    exit_code: 0,
    run: goldenHeader(inspections(rows)),
    rows,
    controls: [control('node', 'cpu', 1.003, 0.011), control('python', 'cpu', 0.996, 0.016)],
    validity: { trials: 180, repeated: 3, invalid: 1, trustworthy: true, reasons: [] },
    ...ending,
  });
}

/** The counts of the rows, as either side would have told them. */
function inspections(rows: readonly DiffRow[]): Record<'base' | 'head', CellInspection[]> {
  const side = (name: 'base' | 'head') =>
    [node, python].map((each) => ({
      ...each,
      inspection: {
        requests: 4,
        how: '4 requests for one user each',
        counts: Object.fromEntries(
          rows
            .filter(({ metric, stack }) => metric.kind === 'count' && stack === each.stack)
            .map((row) => [row.metric.id, row[name] ?? 0]),
        ),
      },
    }));
  return { base: side('base'), head: side('head') };
}
