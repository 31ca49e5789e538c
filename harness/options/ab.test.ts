import { describe, expect, test } from 'vitest';
import type { ReadService } from '../service/read-config.ts';
import { type AbOptions, readWays } from './ab.ts';

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
