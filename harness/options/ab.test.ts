import { describe, expect, test } from 'vitest';
import type { ReadService } from '../service/read-config.ts';
import { type AbOptions, partsOf, readWays, waysAgain } from './ab.ts';

const service = { requests: [{ name: 'list' }, { name: 'list-fast' }] } as unknown as ReadService;
const ways = (options: Partial<AbOptions>) => readWays({ aEnv: {}, bEnv: {}, ...options }, service);

describe('two ways', () => {
  test('are told apart by what is set for one of them', () => {
    expect(ways({ bEnv: { POOL_SIZE: '20' } })).toMatchObject({
      base: { shown: 'as it is', env: {} },
      head: { shown: expect.stringContaining('POOL_SIZE='), env: { POOL_SIZE: '20' } },
    });
    expect(ways({ aStart: 'node a.js', bStart: 'bun a.js' }).head).toMatchObject({ start: 'bun a.js' });
  });

  test('may be two requests', () => {
    expect(ways({ aRequest: 'list', bRequest: 'list-fast' })).toMatchObject({
      base: { request: 'list', shown: 'list' },
      head: { request: 'list-fast' },
    });
  });

  test.each<[string, Partial<AbOptions>]>([
    ['a and b are the same', {}],
    ['a and b are the same', { aStart: 'node a.js', bStart: 'node a.js' }],
    ['--a-request and --b-request belong together', { aRequest: 'list' }],
    ['there is no request lists', { aRequest: 'list', bRequest: 'lists' }],
  ])('%s: refused', (message, options) => {
    expect(() => ways(options)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
    );
  });
});

describe('the ways of a run that goes on', () => {
  const none = { aEnv: {}, bEnv: {} };
  const begun = (options: Partial<AbOptions>) => {
    const { base, head } = ways(options);
    const stored = { a: base.shown, b: head.shown, parts: { a: partsOf(base), b: partsOf(head) } };
    return { id: 'x-diff-1', command: 'ab --b-env …', service: { name: 'orders', requests: [], ways: stored } };
  };

  test.each<[string, Partial<AbOptions>]>([
    ['requests', { aRequest: 'list', bRequest: 'list-fast' }],
    ['commands', { aStart: 'node a.js --port {port}', bStart: 'bun a.js --port {port}' }],
    ['variables', { bEnv: { POOL_SIZE: '20' } }],
  ])('are those that it was begun with: %s', (_, options) => {
    expect(waysAgain(none, service, begun(options))).toEqual(ways(options));
  });

  test('have to be typed again where one has a secret, which is not kept', () => {
    const options = { aEnv: {}, bEnv: { API_KEY: 'geheimer-Wert' } };
    const header = begun(options);
    expect(JSON.stringify(header)).not.toContain('geheimer-Wert');
    expect(() => waysAgain(none, service, header)).toThrow('a secret is among what sets a and b');
    expect(waysAgain(options, service, header)).toEqual(ways(options));
  });

  test('are not others', () => {
    const other = { aEnv: {}, bEnv: { POOL_SIZE: '30' } };
    expect(() => waysAgain(other, service, begun({ bEnv: { POOL_SIZE: '20' } }))).toThrow('as it was begun');
  });

  test('are none of a diff', () => {
    const header = { id: 'x-diff-1', command: 'diff main', service: { name: 'orders', requests: [] } };
    expect(() => waysAgain(none, service, header)).toThrow(
      expect.objectContaining({ exitCode: 2, hint: expect.stringContaining('duet diff --resume') }),
    );
  });
});
