/** The pools that need no package of their own; the others are installed by `duet libraries` alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { WorkersModule } from '../libraries/library.ts';
import { start } from '../libraries/routes/workers.ts';
import { readLibrarySettings } from '../libraries/settings.ts';
import * as piscina from '../libraries/workers/piscina.ts';
import * as workerThreads from '../libraries/workers/worker-threads.ts';
import { ask } from './ask.ts';
import { GOLDEN } from './test-app.ts';

test.each<[string, WorkersModule]>([
  ['piscina', piscina],
  ['worker-threads', workerThreads],
])('%s gives the golden report, also after a worker has died', async (_name, library) => {
  const { port, close } = await start(library, readLibrarySettings({ WORKERS: '1' }), { pid: 1, versions: {} });
  onTestFinished(close);
  const expected = { status: 200, answer: JSON.parse(readFileSync(join(GOLDEN, 'report-1000.json'), 'utf8')) };
  expect(await ask(port, 'POST', '/workers', { size: 1_000 })).toMatchObject(expected);
  expect(await ask(port, 'POST', '/workers/die')).toMatchObject({
    status: 500,
    answer: { message: expect.stringMatching(/exit(ed with)? code:? 1$/) },
  });
  expect(await ask(port, 'POST', '/workers', { size: 1_000 })).toMatchObject(expected);
});
