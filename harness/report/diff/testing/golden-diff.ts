/** Made-up but plausible results of a diff, one per kind of ending. Test fixtures, not measurements. */
import type { CellInspection, DiffResults, DiffRow } from '../../../results/schema.ts';
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
      freshBlocks: 12,
    }),
    measuredRow({
      ...python,
      metric: peak_rss,
      verdict: 'inconclusive',
      alert: true,
      value: 96e6,
      ratio: 1.06,
      sd: 0.014,
      why: 'suspected, but the time budget had no fresh blocks left for it',
      suspected: true,
    }),
    measuredRow({
      ...python,
      metric: capacity,
      verdict: 'inconclusive',
      value: 512,
      ratio: 0.985,
      sd: 0.05,
      lag1: 0.41,
      why: 'the 90 % interval is wider than ±5 %',
    }),
    measuredRow({ ...node, metric: p50, verdict: 'improvement', value: 6.21, ratio: 0.9, sd: 0.02, freshBlocks: 12 }),
    ...quietRows,
    ...equalCounts,
  ];
  const results = golden(rows, {
    verdict: 'regression',
    why: 'pooling, Node, after: CPU time of the service per request rose from 0.414 ms to 0.436 ms (+5.4 %, threshold ±3 %).',
    exit_code: 1,
  });
  results.run.plan.suspects?.push({ ...node, metric: 'p50' });
  results.run.plan.out_of_time = [{ ...python, metric: 'peak_rss' }];
  return results;
}

/** One statement more per request: exact, and found without timing anything. */
export function goldenCounts(): DiffResults {
  const rows = [
    countRow({ ...node, metric: statements, base: 1, head: 2 }),
    countRow({ ...node, metric: round_trips, base: 1, head: 2 }),
    ...equalCounts.slice(2),
  ];
  const results = golden(rows, {
    verdict: 'regression',
    why: 'pooling, Node, after: 1 → 2 statements per request.',
    exit_code: 1,
    controls: [],
    trials: 0,
    validity: { trials: 0, repeated: 0, invalid: 0, trustworthy: true, reasons: [] },
  });
  results.run.counts_only = true;
  results.run.command = 'diff main --counts-only';
  return results;
}

export function goldenImprovement(): DiffResults {
  const rows = [
    measuredRow({ ...node, metric: cpu, verdict: 'improvement', value: 0.412, ratio: 0.9, sd: 0.01, freshBlocks: 12 }),
    ...quietRows,
    ...equalCounts,
  ];
  return golden(rows, {
    verdict: 'improvement',
    why: 'pooling, Node, after: CPU time of the service per request fell from 0.414 ms to 0.373 ms (−9.9 %).',
    exit_code: 0,
  });
}

export function goldenInconclusive(): DiffResults {
  const why = 'the 90 % interval is wider than ±3 %';
  const rows = [
    measuredRow({ ...node, metric: cpu, verdict: 'inconclusive', value: 0.412, ratio: 1.02, sd: 0.06, why }),
    ...quietRows,
    ...equalCounts,
  ];
  return golden(rows, {
    verdict: 'inconclusive',
    why: 'pooling, Node, after: CPU time of the service per request is +2.2 % (−5.3 to +10.3 %); the blocks cannot tell it from no change.',
    exit_code: 0,
  });
}

/** The control moved, and so nothing that was timed may be judged. */
export function goldenInvalid(): DiffResults {
  const why = 'the control moved';
  const rows = [
    ...[cpu, p50].map((metric) =>
      measuredRow({ ...node, metric, verdict: 'invalid', value: 0.412, ratio: 1.3, sd: 0.04, why, change: null }),
    ),
    ...equalCounts,
  ];
  const moved = { ...control('node', 'cpu', 1.09, 0.012), moved: true };
  return golden(rows, {
    verdict: 'invalid',
    why: 'The control moved: base against itself differs in CPU time of the service per request.',
    exit_code: 5,
    controls: [moved],
    validity: {
      trials: 180,
      repeated: 61,
      invalid: 44,
      trustworthy: false,
      distrust: '44 of 180 trials are invalid (24 %, at most 20 %)',
      reasons: [
        {
          rule: 'foreign-cpu',
          trials: 105,
          example: 'pooling, Node, after: other processes kept 0.91 of a core busy (at most 0.15)',
        },
      ],
    },
  });
}

/** Interrupted during screening. */
export function goldenPartial(): DiffResults {
  const rows = quietRows.map((row) => ({
    ...row,
    verdict: 'inconclusive' as const,
    why: '2 of 5 screening blocks were measured',
    change: null,
    base: null,
    head: null,
    screening: { base: row.screening.base.slice(0, 2), head: row.screening.head.slice(0, 2) },
  }));
  const results = golden([...rows, ...equalCounts], {
    verdict: 'invalid',
    why: 'The diff did not finish: Interrupted by SIGINT in block 2.',
    exit_code: 5,
    status: 'partial',
    status_reason: 'Interrupted by SIGINT in block 2',
  });
  const { suspects: _, ...plan } = results.run.plan;
  return { ...results, run: { ...results.run, plan } };
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
    verdict: 'no change',
    why: 'The services of base and head are byte for byte the same: nothing can have become slower.',
    exit_code: 0,
    controls: [],
    trials: 0,
    validity: { trials: 0, repeated: 0, invalid: 0, trustworthy: true, reasons: [] },
  });
  results.run.same_services = true;
  results.run.sides.head.sources = { ...results.run.sides.base.sources };
  return results;
}

function golden(rows: DiffRow[], ending: Pick<DiffResults, 'verdict' | 'why' | 'exit_code'> & Partial<DiffResults>) {
  const results: DiffResults = {
    schema: 'duet-diff',
    schema_version: 1,
    status: 'complete',
    status_reason: null,
    finished_at: '2026-01-14T09:34:12.000Z',
    trials: 180,
    run: goldenHeader(inspections(rows)),
    rows,
    controls: [control('node', 'cpu', 1.003, 0.011), control('python', 'cpu', 0.996, 0.016)],
    validity: { trials: 180, repeated: 3, invalid: 1, trustworthy: true, reasons: [] },
    ...ending,
  };
  return results;
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
