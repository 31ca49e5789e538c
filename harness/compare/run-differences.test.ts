import { describe, expect, test } from 'vitest';
import { golden, goldenUpgraded } from '../tests/golden/golden.ts';
import { runDifferences } from './run-differences.ts';

const here = () => golden(8);
const changed = (change: (results: ReturnType<typeof golden>) => void) => {
  const there = golden(8);
  change(there);
  return runDifferences(here(), there).map(({ aspect, weight, name, stack }) =>
    [aspect, weight, name, stack].filter(Boolean).join(' '),
  );
};

describe('two runs', () => {
  test('of the same differ in nothing', () => {
    expect(runDifferences(here(), golden(8))).toEqual([]);
  });

  test('before and after an upgrade differ in the runtime', () => {
    expect(runDifferences(goldenUpgraded(), here())).toEqual([
      { aspect: 'runtime', weight: 'software', stack: 'node', here: 'Node.js 26.1.0', there: 'Node.js 24.21.0' },
    ]);
  });

  test.each<[string, (results: ReturnType<typeof golden>) => void, string[]]>([
    ['another profile', ({ run }) => Object.assign(run, { profile: 'standard' }), ['profile work']],
    ['another size', ({ run }) => Object.assign(run.sizes, { users: 1_000 }), ['size work users']],
    ['a calibrated size', ({ run }) => Object.assign(run.sizes, { report_size_node: 1 }), []],
    ['another processor', ({ run }) => Object.assign(run.environment, { cpu: 'Another' }), ['cpu machine']],
    ['a little less memory', ({ run }) => Object.assign(run.environment, { memory_bytes: 8_253_050_000 }), []],
    ['half the memory', ({ run }) => Object.assign(run.environment, { memory_bytes: 4e9 }), ['memory machine']],
    ['more blocks', ({ run }) => Object.assign(run, { blocks: 12 }), ['blocks extent']],
    ['another commit', ({ run }) => Object.assign(run.environment, { commit: 'fedc' }), ['commit software']],
    [
      'another library',
      ({ run }) => Object.assign(run.parity[0]?.values ?? {}, { node: 'fastify 6.0.0' }),
      ['fact software libraries node'],
    ],
    [
      'sources that only one of them recorded',
      ({ run }) => Object.assign(run, { sources: { harness: 'abc', 'node service': 'def' } }),
      [],
    ],
  ])('%s is said', (_, change, found) => {
    expect(changed(change)).toEqual(found);
  });

  test('whose sources differ were measured differently, or measured another service', () => {
    const [one, other] = [here(), golden(8)];
    one.run.sources = { harness: 'a', fixtures: 'b', 'node service': 'c', 'python service': 'd' };
    other.run.sources = { harness: 'x', fixtures: 'b', 'node service': 'c', 'python service': 'y' };
    expect(runDifferences(one, other).map(({ aspect, stack }) => [aspect, stack])).toEqual([
      ['measuring', undefined],
      ['code', 'python'],
    ]);
  });
});
