import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { starterOf } from '../../tests/servers/scripted-library.ts';
import { CATALOGUE, type CatalogueEntry } from '../catalogue.ts';
import type { Surroundings } from './break-trial.ts';
import { workerDies } from './worker-dies.ts';

const [entry] = CATALOGUE.filter(({ field }) => field === 'workers') as [CatalogueEntry];
const surroundingsOf = (...library: Parameters<typeof starterOf>): Surroundings =>
  ({ measuring: { start: starterOf(...library), signal: new AbortController().signal } }) as unknown as Surroundings;

const broken = { error: 'BrokenProcessPool', message: 'a worker was ended' };
const answer = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** @param afterwards the status of a report, by how many were asked for since the worker died. */
function pool(die: number, afterwards: (reports: number) => number) {
  let reports: number | undefined;
  return surroundingsOf(({ url }, response) => {
    if (url === '/workers/die') {
      reports = 0;
      answer(response, die, broken);
    } else {
      const status = reports === undefined ? 200 : afterwards(reports++);
      answer(response, status, broken);
    }
  });
}

test.each([
  ['unharmed', 200, () => 200, 0],
  ['recovered', 500, () => 200, 0],
  ['recovered', 500, (reports: number) => (reports === 0 ? 500 : 200), 1],
  ['failed', 500, () => 500, 4],
] as const)('%s, where the job is answered with %d', async (outcome, die, afterwards, failed) => {
  const found = await workerDies.run(entry, pool(die, afterwards));
  expect(found).toMatchObject({ outcome, figures: { reports: 4, failed } });
  expect(found.said).toBe(outcome === 'unharmed' ? undefined : 'BrokenProcessPool: a worker was ended');
});

test('a process that ends with its worker is told from one that answers with errors', async () => {
  const surroundings = surroundingsOf(({ socket }) => void socket.destroy(), 'exited with code 1');
  expect(await workerDies.run(entry, surroundings)).toMatchObject({ outcome: 'process-ended' });
});
