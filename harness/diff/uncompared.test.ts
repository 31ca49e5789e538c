import { expect, test } from 'vitest';
import { type CellFacts, type CellName, type DiffHeader, PATTERNS, type Uncompared } from '../results/schema.ts';
import { goldenHeader } from '../tests/golden/golden-header.ts';
import { END, inspectionsOf, metricsOf, simulateDiff, simulatedHeader } from '../tests/simulated/simulated-diff.ts';
import { judgeDiff } from './judge-diff.ts';
import { uncomparedOf } from './uncompared.ts';

const CELL: CellName = { pattern: 'pooling', stack: 'node', variant: 'after' };
const sources = { 'node service': 'n', 'python service': 'p', fixtures: 'f' };

/** What is not compared, of all patterns and both stacks unless the header says otherwise. */
function found(header: Partial<DiffHeader>): Uncompared[] {
  const golden = goldenHeader({ base: [], head: [] });
  const sides = { base: { ...golden.sides.base, sources }, head: { ...golden.sides.head, sources } };
  return uncomparedOf({ ...golden, patterns: [...PATTERNS], sides, ...header });
}
const reasons = (header: Partial<DiffHeader>) => found(header).map(({ reason }) => reason);

test('everything was compared where nothing was left out', () => {
  const changed_files = ['node/app.ts', 'package-lock.json', 'python/duet_service/patterns/workers.py'];
  expect(found({ changed_files })).toEqual([]);
});

test('a diff that is narrowed to the pattern and the stack that changed is complete', () => {
  const narrow = { patterns: ['pooling' as const], stacks: ['node' as const] };
  expect(found({ ...narrow, changed_files: ['node/patterns/pooling.ts'] })).toEqual([]);
  const moved = ['python/duet_service/patterns/pooling.py', 'python/patterns/pooling.py'];
  expect(found({ ...narrow, stacks: ['python'], changed_files: moved })).toEqual([]);
  expect(found({ ...narrow, changed_files: [] })).toEqual([]);
});

test('a stack that --stack left out is named with its files', () => {
  const changed_files = ['node/app.ts', 'python/duet_service/app.py', 'python/requirements.lock'];
  expect(found({ stacks: ['node'], changed_files })).toEqual([
    { reason: 'stack-left-out', stack: 'python', files: ['python/duet_service/app.py', 'python/requirements.lock'] },
  ]);
});

test('a stack that neither side has cannot have been left out', () => {
  const golden = goldenHeader({ base: [], head: [] });
  const alone = { 'node service': 'n', fixtures: 'f' };
  const sides = { base: { ...golden.sides.base, sources: alone }, head: { ...golden.sides.head, sources: alone } };
  const inspections = { base: [], head: [] };
  expect(reasons({ stacks: ['node'], changed_files: ['fixtures/sql/data.sql'], sides, inspections })).toEqual([]);
});

test('patterns that --pattern left out are named where a file is shared by all, or their own', () => {
  const narrow = { patterns: ['pooling' as const], stacks: ['node' as const] };
  expect(found({ ...narrow, changed_files: ['node/patterns/pooling.ts', 'node/plugins/pool.ts'] })).toEqual([
    {
      reason: 'pattern-left-out',
      patterns: ['parallel', 'streaming', 'workers', 'batching'],
      files: ['node/plugins/pool.ts'],
    },
  ]);
  expect(found({ ...narrow, changed_files: ['node/patterns/workers.ts'] })).toEqual([
    { reason: 'pattern-left-out', patterns: ['workers'], files: ['node/patterns/workers.ts'] },
  ]);
});

test('tables reach both stacks and the patterns that read them', () => {
  const changed_files = ['fixtures/sql/schema.sql'];
  expect(found({ patterns: ['streaming'], stacks: ['python'], changed_files })).toMatchObject([
    { reason: 'stack-left-out', stack: 'node' },
    { reason: 'pattern-left-out', patterns: ['parallel', 'batching', 'pooling'] },
  ]);
  expect(found({ patterns: ['parallel', 'batching', 'pooling'], changed_files })).toEqual([]);
});

test('tables that differ where PostgreSQL counts no blocks', () => {
  const changed_files = ['fixtures/sql/schema.sql'];
  const counted = (counts: object) => ({ base: inspectionsOf([CELL], counts), head: inspectionsOf([CELL], counts) });
  expect(reasons({ changed_files, inspections: counted({ round_trips: 1 }) })).toEqual(['blocks-not-counted']);
  expect(reasons({ changed_files, inspections: counted({ round_trips: 1, blocks: 3 }) })).toEqual([]);
  expect(reasons({ changed_files: ['node/app.ts'], inspections: counted({ round_trips: 1 }) })).toEqual([]);
});

test('cells that one side has or nobody can measure, of those that are judged', () => {
  const of = (variant: string): CellName => ({ ...CELL, variant });
  const one_sided = [of('before-old'), of('after-new')].map((cell) => ({ ...cell, change: 'added' as const }));
  const unmeasured = [of('other'), of('after-odd')];
  const changed_files = ['node/patterns/pooling.ts'];
  expect(found({ one_sided, unmeasured, changed_files })).toEqual([
    { reason: 'one-sided', ...of('after-new'), change: 'added' },
    { reason: 'unknown-variant', ...of('after-odd') },
  ]);
  expect(reasons({ unmeasured, changed_files: ['python/duet_service/patterns/pooling.py'] })).toEqual([]);
});

test('a fact that this machine cannot tell, of a cell that changed', () => {
  const streaming: CellName = { ...CELL, pattern: 'streaming' };
  const read = (facts: CellFacts['facts']): CellFacts => ({ ...streaming, facts, agreeing: 1 });
  const of = (facts: CellFacts['facts']) => ({ base: [read({ memory_growth: [{ value: 0 }] })], head: [read(facts)] });
  const cells = [streaming];
  const changed_files = ['node/patterns/streaming.ts'];
  expect(found({ cells, changed_files, facts: of({}) })).toEqual([
    { reason: 'fact-not-read', ...streaming, fact: 'memory_growth' },
  ]);
  expect(found({ cells, changed_files, facts: of({ memory_growth: [{ value: null }] }) })).toEqual([]);
  expect(found({ cells, changed_files: ['node/patterns/pooling.ts'], facts: of({}) })).toEqual([]);
});

test('a file that changed, and whose content neither side has', () => {
  const golden = goldenHeader({ base: [], head: [] });
  const absent = [{ path: 'node/data.bin', kind: 'lfs-pointer' as const, fix: 'git lfs pull' }];
  const sides = { base: { ...golden.sides.base, sources, absent }, head: { ...golden.sides.head, sources, absent } };
  expect(found({ sides, changed_files: ['node/app.ts', 'node/data.bin'] })).toEqual([
    { reason: 'content-missing', files: ['node/data.bin'] },
  ]);
  expect(found({ sides, changed_files: [] })).toEqual([]);
});

const LEFT_OUT = { stacks: ['node' as const], changed_files: ['python/duet_service/app.py'] };
const withPython = (header: DiffHeader) => {
  header.sides = structuredClone(header.sides);
  for (const side of Object.values(header.sides)) side.sources['python service'] = 'p';
  return header;
};
const judge = (counts: [number, number], header: Partial<DiffHeader>) => {
  const [base, head] = counts.map((statements) => inspectionsOf([CELL], { statements }));
  const rules = { counts_only: true, inspections: { base, head } as DiffHeader['inspections'], ...header };
  return judgeDiff(withPython(simulatedHeader({ cells: [CELL], header: rules })), [], END, metricsOf);
};

test('no change and improvement become incomplete, and nothing else does', () => {
  const equal = judge([3, 3], LEFT_OUT);
  expect(equal).toMatchObject({ verdict: 'incomplete', exit_code: 0, uncompared: [{ reason: 'stack-left-out' }] });
  expect(equal.why).toEqual({ code: 'uncompared' });
  expect(judge([3, 2], LEFT_OUT)).toMatchObject({ verdict: 'incomplete', exit_code: 0 });
  expect(judge([3, 2], LEFT_OUT).beside).toMatchObject([{ code: 'improved', rows: [{ metric: 'statements' }] }]);
  expect(judge([3, 4], LEFT_OUT)).toMatchObject({ verdict: 'regression', exit_code: 1 });
  expect(simulateDiff({ sd: 0.15, cells: [CELL], header: LEFT_OUT }).verdict).not.toBe('incomplete');
});

test('incomplete fails where inconclusive does', () => {
  expect(judge([3, 3], { ...LEFT_OUT, fail_on: 'inconclusive' }).exit_code).toBe(1);
  expect(judge([3, 3], { ...LEFT_OUT, fail_on: 'never' }).exit_code).toBe(0);
});

test('equal services are incomplete, too, where the other stack changed and was left out', () => {
  const header = simulatedHeader({ cells: [], header: { same_services: true, ...LEFT_OUT } });
  expect(judgeDiff(withPython(header), [], END, metricsOf)).toMatchObject({ verdict: 'incomplete', exit_code: 0 });
});
