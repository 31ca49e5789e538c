import { expect, test } from 'vitest';
import type { Client, HttpRequest } from '../../load/client.ts';
import type { StackName } from '../../results/schema.ts';
import type { TrialContext } from '../pattern.ts';
import { diffSizes } from './index.ts';
import { loadPhase } from './load-phase.ts';

const EXTENT = {
  node: { warmUp: 40, turns: 4, turn: 7, warmUpMs: 1 },
  python: { warmUp: 10, turns: 2, turn: 5, warmUpMs: 1 },
};

const phase = loadPhase({
  request: (variant, n) => ({ method: 'GET', path: `/${variant}/${n}` }),
  expected: (n) => `"n":${n},`,
  extent: EXTENT,
});

/** A service that answers with the number it was asked for, and what it was asked. */
function asked(stack: StackName, answer: (path: string) => string = (path) => `{"n":${path.split('/').at(-1)},}`) {
  const paths: string[] = [];
  const client: Pick<Client, 'send'> = {
    async send({ path }: HttpRequest) {
      paths.push(path);
      const text = answer(path);
      return { status: 200, text, bytes: Buffer.from(text), ms: 0.1 };
    },
  };
  const context = { client, service: { stack, pid: process.pid }, variant: 'after', sizes: diffSizes };
  return { paths, context: context as unknown as TrialContext };
}

const first = (count: number) => Array.from({ length: count }, (_, n) => `/after/${n}`);

test.each(['node', 'python'] as const)('%s is asked for the same, in the same order, each time', async (stack) => {
  const { paths, context } = asked(stack);
  await phase.warmUp?.(context);
  expect(paths.splice(0)).toEqual(first(EXTENT[stack].warmUp));
  for (let window = 0; window < 2; window++) {
    const { metrics, invalid } = await phase.trial(context);
    expect(paths.splice(0)).toEqual(first(EXTENT[stack].turns * EXTENT[stack].turn));
    expect(metrics.capacity).toBeGreaterThan(0);
    expect(metrics.p50).toBeGreaterThanOrEqual(0);
    expect(invalid?.filter(({ rule }) => rule !== 'driver-saturated') ?? []).toEqual([]);
  }
});

test('two sides are asked for the same, in turns, and each answers for itself', async () => {
  const [one, other] = [asked('node'), asked('node', () => '{}')];
  const measured = await phase.inTurns?.([one.context, other.context]);
  expect(one.paths).toEqual(first(EXTENT.node.turns * EXTENT.node.turn));
  expect(other.paths).toEqual(one.paths);
  const broken = measured?.map(({ invalid = [] }) => invalid.some(({ rule }) => rule === 'wrong-answer'));
  expect(broken).toEqual([false, true]);
});

test('an answer to another request makes the trial invalid', async () => {
  const { context } = asked('node', () => '{"n":3,}');
  const { invalid } = await phase.trial(context);
  expect(invalid?.map(({ rule }) => rule)).toContain('wrong-answer');
});

test('a service whose every answer is wrong has no median time', async () => {
  const { context } = asked('node', () => '{}');
  expect((await phase.trial(context)).metrics).not.toHaveProperty('p50');
});
