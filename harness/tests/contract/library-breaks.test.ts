/** Faults that are made for real, to a library whose behaviour is known: pg, on a PostgreSQL and a PgBouncer of this test. */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, openLab } from '../../lab/lab.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import type { BreakTrial, Surroundings } from '../../libraries/breaks/break-trial.ts';
import { disconnect } from '../../libraries/breaks/disconnect.ts';
import { patienceOf } from '../../libraries/breaks/patience.ts';
import { pooler } from '../../libraries/breaks/pooler.ts';
import { restart } from '../../libraries/breaks/restart.ts';
import { openSurroundings } from '../../libraries/breaks/surroundings.ts';
import { CATALOGUE, type CatalogueEntry, idOf } from '../../libraries/catalogue.ts';
import { startLibrary } from '../../libraries/library-process.ts';
import { openLibraryTables } from '../../libraries/library-tables.ts';
import type { Measuring } from '../../libraries/measuring.ts';

const pg = CATALOGUE.find((entry) => idOf(entry) === 'database/node/pg') as CatalogueEntry;
const resources = new AsyncDisposableStack();
let surroundings: Surroundings;

beforeAll(async () => {
  delete process.env.DATABASE_URL;
  const workplace: Workplace = resources.use(openWorkplace(`contract-breaks-${process.pid}`));
  const { dir } = workplace;
  const logDir = path.join(dir, 'logs');
  const lab: Lab = resources.use(await openLab({ workplace, logDir, filesDir: dir }));
  const tables = resources.use(await openLibraryTables(lab.database.url));
  const measuring = {
    ...{ lab, tables, workplace, logDir, signal: new AbortController().signal },
    start: (entry, options) => startLibrary({ workplace, lab, logDir }, entry, options),
  } satisfies Partial<Measuring> as unknown as Measuring;
  surroundings = resources.use(openSurroundings(measuring));
});
afterAll(() => resources.disposeAsync());

const run = (trial: BreakTrial) => trial.run(pg, surroundings);

test('statements that have no name work behind PgBouncer in transaction mode', async () => {
  const found = await run(pooler);
  if ((await surroundings.pooler()) === undefined)
    expect(found).toMatchObject({ outcome: 'not-run', reason: 'no-pooler' });
  else expect(found).toMatchObject({ outcome: 'unharmed', figures: { requests: 356, failed: 0, wrong: 0 } });
});

test('a restart fails the requests under way, and none that is sent when PostgreSQL is back', async () => {
  const { outcome, figures, said } = await run(restart);
  expect(outcome).toBe('recovered');
  // A broken idle connection tells of itself, and the pool forgets it.
  expect(figures).toMatchObject({ idle_requests: 20, idle_failed: 0, late_failed: 0 });
  expect(figures.busy_failed).toBeGreaterThan(0);
  expect(figures.busy_requests).toBeGreaterThan(figures.busy_failed as number);
  expect(said).toMatch(/57P0[13]|ECONNRE/);
});

test('a statement whose client has gone runs to its end, and the next request waits for its connection', async () => {
  const { outcome, figures } = await run(disconnect);
  expect(outcome).toBe('recovered');
  expect(figures.running_after_ms).toBeGreaterThan(2_500);
  expect(figures.next_ms).toBeGreaterThan(2_500);
});

test('a request waits for a connection for as long as it is told to, and by default for longer than is watched', async () => {
  const { outcome, figures, said } = await run(patienceOf(1_500));
  expect(outcome).toBe('no-answer');
  expect(figures.wait_ms).toBeGreaterThan(1_400);
  expect(figures.set_wait_ms).toBeGreaterThan(400);
  expect(figures.set_wait_ms).toBeLessThan(2_500);
  expect(said).toContain('timeout exceeded');
});
