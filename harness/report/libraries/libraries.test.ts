import { expect, test } from 'vitest';
import type { LibrariesResults, Library, LibraryBreak } from '../../results/libraries.ts';
import { goldenCountedLibraries, goldenLibraries } from '../../tests/golden/golden-libraries.ts';
import { renderLibrariesMarkdown } from './markdown.ts';
import { renderLibrariesTerminal } from './terminal.ts';
import { librariesView } from './view.ts';
import { breakNumbers } from './words/break-numbers.ts';
import { groupsText, someOf, spreadText } from './words/name-lists.ts';

const headlines = (results: LibrariesResults): Record<string, string> =>
  Object.fromEntries(
    librariesView(results).fields.flatMap(({ field, findings }) =>
      findings.map(({ stack, headline }) => [`${field}/${stack}`, headline]),
    ),
  );

const findings = (results: LibrariesResults, field: string, stack: string): string[] =>
  librariesView(results)
    .fields.filter((one) => one.field === field)
    .flatMap((one) => one.findings.filter((each) => each.stack === stack).flatMap(({ more }) => more));

const changed = (change: (library: Library) => Partial<Library>): LibrariesResults => {
  const results = goldenLibraries();
  return { ...results, libraries: results.libraries.map((library) => ({ ...library, ...change(library) })) };
};

test('every field and stack has a sentence: its CPU, and what else differs most', () => {
  expect(headlines(goldenLibraries())).toMatchObject({
    'database/node':
      'A read by key costs 0.900× (Postgres.js) to 3.07× (Prisma) the CPU of pg. An insert of 100 rows takes 1 round trip with pg and Postgres.js, 3 with Prisma.',
    'batching/node':
      'Enriching the users costs 1.25× (undici fetch) to 14.8× (p-limit with a call per user) the CPU of undici request. It takes 2 calls with undici request and undici fetch, 200 with p-limit with a call per user.',
    'streaming/python':
      'Summing up a file costs 0.122× (Polars) the CPU of text lines. Memory peaks at 51.0 MB (text lines) to 410 MB (Polars).',
    'workers/python':
      'A report costs 0.996× (multiprocessing.Pool) the CPU of ProcessPoolExecutor. When a worker dies, a job is never answered with multiprocessing.Pool; later jobs fail, too, with ProcessPoolExecutor.',
    'serving/node':
      'A light request costs 2.18× (Express) the CPU of Fastify. After the start, the first answer takes 230 ms (Fastify) to 250 ms (Express).',
  });
});

test('counts alone are sentences, too; a run that goes on says so', () => {
  const results = goldenCountedLibraries();
  expect(headlines(results)).toEqual({
    'database/node': 'An insert of 100 rows takes 1 round trip with pg and Postgres.js, 3 with Prisma.',
  });
  expect(renderLibrariesMarkdown(results)).toContain('**Not everything of the plan is done yet.**');
  expect(renderLibrariesMarkdown(results)).not.toContain('CPU, read');
});

test('a library whose answers are not those of the others is in the tables, and in no range', () => {
  const { fields, leftOut } = librariesView(goldenLibraries());
  const database = fields.find(({ field }) => field === 'database');
  expect(database?.overview?.rows.map(([name]) => name)).toContain('TypeORM (other answers)');
  expect(database?.findings.map(({ headline, more }) => [headline, ...more].join(' ')).join(' ')).not.toContain(
    'TypeORM',
  );
  expect(leftOut?.rows.map(([library, stack, , what]) => [library, stack, what])).toContainEqual([
    'TypeORM',
    'Node',
    'answers a user with two relations otherwise',
  ]);
});

test('of the CPU of the reference, the part of the HTTP frame is told', () => {
  expect(findings(goldenLibraries(), 'database', 'node')).toContain(
    'Of the CPU of a read by key with pg (210 µs), 60.0 µs are the HTTP frame, which is in the numbers of all libraries.',
  );
});

test('where nothing could be installed or measured, the sentence says that', () => {
  const none = changed(() => ({ install: { error: 'E404' } }));
  expect(new Set(Object.values(headlines(none)))).toEqual(new Set(['No library could be installed and started.']));
  const silent = changed(() => ({ counts: [], costs: [], breaks: [] }));
  expect(headlines(silent)['database/node']).toBe('Nothing was counted or measured.');
  expect(librariesView(silent).fields.map(({ overview }) => overview)).toEqual([null, null, null, null, null]);
  expect(renderLibrariesTerminal(none, { color: false, width: 80 })).toContain(
    'could not be installed or started: E404',
  );
  const long = changed(() => ({ install: { error: 'a\n  b '.repeat(1_000) } }));
  expect(renderLibrariesTerminal(long, { color: false, width: 80 }).length).toBeLessThan(15_000);
});

test('without the reference there is no ratio to speak of, and counts are still told', () => {
  const results = changed(({ name, install }) => ({ install: name === 'pg' ? { error: 'E404' } : install }));
  expect(headlines(results)['database/node']).toBe(
    'An insert of 100 rows takes 1 round trip with Postgres.js, 3 with Prisma.',
  );
});

test('pools and faults are told by what they do, the worst first', () => {
  const all = findings(goldenLibraries(), 'database', 'node');
  expect(all).toContain('By default a pool opens at most 10 connections with all 3.');
  expect(all).toContain(
    'A request that finds no connection free gets an error after 10.0 s with Prisma; waits longer than was watched (35.0 s) with pg and Postgres.js.',
  );
  expect(all).toContain('Behind PgBouncer without max_prepared_statements, requests fail with Postgres.js.');
  expect(findings(goldenLibraries(), 'database', 'python')).toContain(
    'The CPU of a read by key with SQLAlchemy Core on async psycopg is not told apart from that with SQLAlchemy Core on asyncpg.',
  );
});

test('the furthest guess stands first among the surprises', () => {
  const { surprises } = librariesView(goldenLibraries());
  expect(surprises?.rows).toEqual([
    ['Prisma', 'Node', 'insert', 'round trips', '1', '3', '3.00×'],
    ['undici fetch', 'Node', 'enrich', 'CPU, × the reference', '2.70', '1.24', '0.459×'],
    ['Prisma', 'Node', 'read', 'CPU, × the reference', '5', '3.10', '0.620×'],
  ]);
});

test('pairs have the numbers of both, whichever of the two names the other', () => {
  expect(librariesView(goldenLibraries()).twins?.rows).toContainEqual([
    ...['PostgreSQL', 'pg', 'psycopg_pool', 'read', '1, 3', '210 µs, 520 µs'],
  ]);
});

test('what a library says becomes neither markup nor a command to the terminal', () => {
  const markdown = renderLibrariesMarkdown(goldenLibraries());
  expect(markdown).not.toContain('<script>');
  expect(markdown).toContain('&lt;script&gt;document.title = "said"&lt;/script&gt; a \\| b \\`c\\`');
  const text = renderLibrariesTerminal(goldenLibraries(), { color: false, width: 100 });
  expect(text).not.toMatch(/[^\P{Cc}\n]/u);
});

test.each([40, 60, 80, 140])('no line of the summary is wider than a terminal of %d columns', (width) => {
  const text = renderLibrariesTerminal(goldenLibraries(), { color: false, width });
  expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
});

test('names and numbers of several libraries', () => {
  expect(someOf(['a', 'b', 'c', 'd', 'e'])).toBe('a, b and 3 others');
  const values = [3, 1, 3, 5, 7].map((value, index) => ({ title: 'abcde'.charAt(index), value }));
  expect(groupsText(values.slice(0, 3), 'round trip')).toBe('3 round trips with a and c, 1 with b');
  expect(groupsText(values, 'round trip')).toBe('1 (b) to 7 (e) round trips');
  const most = [2, 3, 3, 3, 3, 5, 7].map((value) => ({ title: `of ${value}`, value }));
  expect(groupsText(most, 'round trip')).toBe('2 (of 2) to 7 (of 7) round trips, mostly 3');
  expect(
    groupsText(
      [1, 1, 1].map((value) => ({ title: 'x', value })),
      'call',
    ),
  ).toBe('1 call with all 3');
  expect(spreadText([{ title: 'a', value: 2 }], String)).toBe('2 (a)');
  expect(spreadText(values.slice(0, 3), String)).toBe('1 (b) to 3 (a and c)');
});

test.each<[LibraryBreak['break'], LibraryBreak['figures'], string]>([
  [
    'pooler',
    { requests: 356, failed: 2, wrong: 3, untracked_requests: 356, untracked_failed: 12, untracked_wrong: 0 },
    '2 of 356 requests failed; 3 answers were wrong; without tracking 12 of 356 requests failed',
  ],
  [
    'disconnect',
    { sleep_ms: 5_000, running_after_ms: 4_900, next_ms: 12, connections: 1 },
    'the statement ran on for 4.90 s of 5.00 s; the next request took 12.0 ms',
  ],
  ['patience', { wait_ms: 35_000, limit_ms: 500 }, 'waited 35.0 s; no error where 500 ms are set'],
  ['large-body', { status: 200, idle_rss_bytes: 6e7, peak_rss_bytes: 2e8 }, 'status 200; memory 60.0 MB → 200 MB'],
  ['worker-dies', { reports: 4, exit_code: 1, lost_bytes: 1e3 }, '0 of 4 later jobs failed; exit code 1; lost 1.00 kB'],
  ['restart', {}, ''],
])('the numbers of %s are said in words, and what has no words by its name', (name, figures, text) => {
  expect(breakNumbers({ break: name, outcome: 'failed', figures })).toBe(text);
});

test('what was not tried says why', () => {
  expect(breakNumbers({ break: 'pooler', outcome: 'not-run', figures: {}, reason: 'no-pooler' })).toBe(
    'there is no pgbouncer on PATH',
  );
});
