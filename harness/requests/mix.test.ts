import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NamedRequest } from '../service/prepared.ts';
import { drawing, mixOf, weightsOf } from './mix.ts';

const named = (name: string, more: Partial<NamedRequest> = {}): NamedRequest => ({
  name,
  request: (n) => ({ method: 'GET', path: `/${name}/${n}` }),
  check: ({ text }, n) => (text === `${name} ${n}` ? undefined : 'wrong-body'),
  brokenRule: () => undefined,
  ignore: [],
  thresholds: {},
  onlyShown: false,
  shown: { request: `GET /${name}`, headers: {} },
  ...more,
});
const answer = (text: string) => ({ status: 200, ms: 1, text }) as Parameters<NamedRequest['check']>[0];
const MIXED = [named('list', { weight: 3 }), named('order', { weight: 1 }), named('health')];
const SEED = 7;
const pathsOf = (mix: NamedRequest | undefined, count: number) =>
  Array.from({ length: count }, (_, n) => mix?.request(n, {}).path as string);

describe('the mix', () => {
  const mix = mixOf(MIXED, SEED);

  test('has the requests that have a weight, as often as it says', () => {
    const paths = pathsOf(mix, 400);
    expect(paths.filter((path) => path.startsWith('/list/'))).toHaveLength(300);
    expect(paths.filter((path) => path.startsWith('/order/'))).toHaveLength(100);
  });

  test('asks each of them for its own places one after the other', () => {
    const lists = pathsOf(mix, 40).filter((path) => path.startsWith('/list/'));
    expect(lists).toEqual(lists.map((_, place) => `/list/${place}`));
  });

  test('is the same for the same seed, and another one for another', () => {
    expect(pathsOf(mixOf(MIXED, SEED), 200)).toEqual(pathsOf(mix, 200));
    expect(pathsOf(mixOf(MIXED, SEED + 1_000), 200)).not.toEqual(pathsOf(mix, 200));
  });

  test('holds each answer to the rules of its request', () => {
    for (const [n, path] of pathsOf(mix, 20).entries()) {
      const [, name, place] = path.split('/');
      expect(mix?.check(answer(`${name} ${place}`), n)).toBeUndefined();
      expect(mix?.check(answer('another'), n)).toBe('wrong-body');
    }
  });

  test('says what it is', () => {
    expect(mix).toMatchObject({
      name: 'mixed-load',
      mix: { list: 3, order: 1 },
      shown: { request: 'list × 3, order × 1', headers: {} },
      onlyShown: false,
    });
  });
});

test('one request with a weight is no mix, and none is none', () => {
  expect(mixOf([named('list', { weight: 3 }), named('order')], SEED)).toBeUndefined();
  expect(weightsOf([named('list'), named('order')])).toBeUndefined();
});

test('a request of its name leaves it another one', () => {
  expect(mixOf([...MIXED, named('mixed-load')], SEED)?.name).toBe('mixed-load-2');
});

test('fails nothing where none of its requests does', () => {
  const shown = MIXED.map((one) => ({ ...one, onlyShown: true }));
  expect(mixOf(shown, SEED)?.onlyShown).toBe(true);
  expect(mixOf([...shown.slice(0, 1), ...MIXED.slice(1)], SEED)?.onlyShown).toBe(false);
});

test('every weight comes in every hundred or so, and places have no gap', () => {
  const weights = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(weights, fc.integer(), (some, seed) => {
      const drawn = drawing(some, seed);
      const seen = some.map(() => 0);
      for (let n = 0; n < 250; n++) {
        const { at, place } = drawn(n);
        expect(place).toBe(seen[at]);
        seen[at] = place + 1;
      }
      expect(Math.min(...seen)).toBeGreaterThan(0);
    }),
  );
});
