import { expect, test } from 'vitest';
import { DuetError } from '../../errors.ts';
import { BREAKS } from '../../results/library-names.ts';
import type { BreakSample } from '../../results/library-samples.ts';
import { starterOf } from '../../tests/servers/scripted-library.ts';
import { CATALOGUE } from '../catalogue.ts';
import type { Measuring } from '../measuring.ts';
import { BREAK_TRIALS, measureBreaks } from './measure-breaks.ts';

const [piscina, threads] = CATALOGUE.filter(({ field, stack }) => field === 'workers' && stack === 'node');
const serve = starterOf((_, response) => void response.end('{}'));

async function breaksOf(options: Partial<Measuring>): Promise<BreakSample[]> {
  const measuring = {
    ...{ libraries: [piscina, threads], samples: [], start: serve, hasTime: () => true },
    ...{ signal: new AbortController().signal, progress: { step() {} } },
    ...{ lab: { death: () => undefined }, tables: { death: () => undefined } },
    ...options,
  } as unknown as Measuring;
  const found: BreakSample[] = [];
  for await (const sample of measureBreaks(measuring)) found.push(sample as BreakSample);
  return found;
}

test('every fault that a field may meet has a trial, and no trial is of another', () => {
  expect(BREAK_TRIALS.map(({ name }) => name).toSorted()).toEqual([...new Set(Object.values(BREAKS).flat())].sort());
});

test('each library is tried once, and a run that goes on tries the others', async () => {
  const found = await breaksOf({});
  expect(found.map(({ name, found: { break: fault, outcome } }) => [name, fault, outcome])).toEqual([
    ['piscina', 'worker-dies', 'unharmed'],
    ['worker-threads', 'worker-dies', 'unharmed'],
  ]);
  expect((await breaksOf({ samples: found.slice(0, 1) })).map(({ name }) => name)).toEqual(['worker-threads']);
  expect(await breaksOf({ hasTime: () => false })).toEqual([]);
});

test('a library whose process does not start is told, and the next one is tried', async () => {
  const start: Measuring['start'] = (entry) =>
    entry === piscina ? Promise.reject(new DuetError('it exited with code 1')) : serve(entry);
  const [failed, fine] = await breaksOf({ start });
  expect(failed?.found).toMatchObject({ outcome: 'not-run', reason: 'no-start', said: 'it exited with code 1' });
  expect(fine?.found.outcome).toBe('unharmed');
});

test('what is no failure of a library ends the run', async () => {
  const start = () => Promise.reject(new TypeError('a defect'));
  await expect(breaksOf({ start })).rejects.toThrow('a defect');
});

test('a session of ours that has ended is no failure of a library: it ends the run, and says where', async () => {
  const start = () => Promise.reject(new DuetError('it exited with code 1'));
  const tables = { death: () => 'the session has ended' } as Measuring['tables'];
  await expect(breaksOf({ start, tables })).rejects.toMatchObject({
    ...{ exitCode: 4, message: 'the session has ended' },
    where: { pattern: 'workers', phase: 'worker-dies' },
  });
});
