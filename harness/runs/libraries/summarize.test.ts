import { expect, test } from 'vitest';
import type { LibrariesHeader } from '../../results/libraries-run.ts';
import type { LibrarySample } from '../../results/library-samples.ts';
import { summarizeLibraries } from './summarize.ts';

const header = {
  id: '20261130-120000-libraries-0000',
  libraries: ['database/node/pg', 'batching/python/httpx'],
  plan: { blocks: 3 },
} as LibrariesHeader;
const of = { field: 'database', stack: 'node', name: 'pg', at: '2026-11-30T12:00:00.000Z' } as const;
const ended = { finished_at: '2026-11-30T12:10:00.000Z', status: 'complete', status_reason: null } as const;
const summarize = (...samples: LibrarySample[]) => summarizeLibraries({ header, samples }, ended, true);

test('of samples that say the same, the later one counts', () => {
  const counts = [{ operation: 'read', when: 'warm', round_trips: 1, steady: true }] as const;
  const { libraries } = summarize(
    { kind: 'opened', ...of, install: { error: 'no network' }, versions: {} },
    { kind: 'opened', ...of, install: 'installed', versions: { pg: '8.0.0' } },
    { kind: 'answers', ...of, answers: 'equal' },
    { kind: 'counts', ...of, counts: [...counts] },
    { kind: 'pool', ...of, pool: { most: 10, asked: 64, wait: 'longer', wait_ms: 35_000 } },
  );
  expect(libraries[0]).toMatchObject({
    ...{ field: 'database', stack: 'node', name: 'pg', reference: true, install: 'installed', answers: 'equal' },
    ...{ versions: { pg: '8.0.0' }, counts, pool: { most: 10 } },
  });
});

test('what nothing is known of stands there, too', () => {
  const { libraries } = summarize();
  expect(libraries.map(({ name, answers }) => [name, answers])).toEqual([
    ['pg', 'not-asked'],
    ['httpx', 'not-asked'],
  ]);
});

test('costs are laid beside the reference, of a fault the last word counts, and guesses that were far off surprise', () => {
  const cost = (name: string, block: number, cpu: number): LibrarySample => {
    return { ...of, name, kind: 'cost', operation: 'read', block, metrics: { cpu } };
  };
  const broken = (outcome: 'failed' | 'recovered'): LibrarySample => {
    return { ...of, kind: 'break', found: { break: 'restart', outcome, figures: {} } };
  };
  const { libraries } = summarizeLibraries(
    {
      header: { ...header, libraries: ['database/node/pg', 'database/node/kysely'] },
      samples: [
        ...[0, 1, 2].flatMap((block) => [cost('pg', block, 1), cost('kysely', block, 40)]),
        ...[broken('failed'), broken('recovered')],
      ],
    },
    ended,
    true,
  );
  const [pg, kysely] = libraries;
  expect(pg?.costs).toMatchObject([{ operation: 'read', metric: 'cpu', value: 1, blocks: 3 }]);
  expect(kysely?.costs).toMatchObject([{ metric: 'cpu', value: 40, ratio: { value: expect.closeTo(40) } }]);
  expect(pg?.breaks).toEqual([{ break: 'restart', outcome: 'recovered', figures: {} }]);
  expect(kysely?.guesses).toContainEqual(expect.objectContaining({ operation: 'read', of: 'cpu' }));
  expect(kysely?.surprises).toMatchObject([{ guess: { of: 'cpu' }, found: expect.closeTo(40) }]);
});

test('it is complete where the run came to its end with nothing left', () => {
  expect(summarize().complete).toBe(true);
  expect(summarizeLibraries({ header, samples: [] }, ended, false).complete).toBe(false);
  expect(summarizeLibraries({ header, samples: [] }, { ...ended, status: 'partial' }, true).complete).toBe(false);
});
