import { expect, test } from 'vitest';
import type { Client, HttpRequest } from './client.ts';
import { closedLoopsInTurns } from './turns.ts';

/** A service that notes what it is asked, in one list for all. */
function party(name: string, asked: string[], failing = (_n: number) => false) {
  const client: Pick<Client, 'send'> = {
    async send({ path }: HttpRequest) {
      asked.push(path);
      const status = failing(Number(path.split('/').at(-1))) ? 500 : 200;
      return { status, text: '', bytes: Buffer.alloc(0), ms: 0.1 };
    },
  };
  return {
    client: client as Client,
    requestOf: (n: number): HttpRequest => ({ method: 'GET', path: `/${name}/${n}` }),
  };
}

const paths = (name: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `/${name}/${from + n}`);

test('each is asked for the same, a turn at a time, and each is as often the first', async () => {
  const asked: string[] = [];
  const loops = await closedLoopsInTurns([party('a', asked), party('b', asked)], { turns: 2, requests: 5, clients: 3 });
  expect(asked).toEqual([...paths('a', 0, 5), ...paths('b', 0, 5), ...paths('b', 5, 10), ...paths('a', 5, 10)]);
  for (const loop of loops) {
    expect(loop).toMatchObject({ sent: 10, completed: 10, failed: 0, problems: {} });
    expect(loop.serviceTime.count).toBe(10);
    expect(loop.perSecond).toBeCloseTo((10 / loop.elapsedMs) * 1_000, 6);
  }
});

test('what fails is counted with the one that failed', async () => {
  const asked: string[] = [];
  const [good, bad] = await closedLoopsInTurns([party('a', asked), party('b', asked, (n) => n === 1 || n === 7)], {
    turns: 2,
    requests: 5,
    clients: 1,
  });
  expect(good?.problems).toEqual({});
  expect(bad).toMatchObject({ completed: 8, failed: 2, problems: { 'wrong-status': 2 } });
});

test('an answer is checked with its number over all turns', async () => {
  const numbers: number[] = [];
  const check = (_: unknown, n: number) => void numbers.push(n);
  await closedLoopsInTurns([party('a', [])], { turns: 3, requests: 2, clients: 1, check });
  expect(numbers).toEqual([0, 1, 2, 3, 4, 5]);
});
