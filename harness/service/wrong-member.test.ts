import { expect, test } from 'vitest';
import { ServiceConfig } from './config.ts';
import { wrongMember } from './wrong-member.ts';

const FINE = { start: 'run {port}', requests: { list: 'GET /' } };

test.each<[value: unknown, wrong: string | undefined]>([
  [FINE, undefined],
  [null, 'it must be an object'],
  [[], 'it must be an object'],
  [{ ...FINE, strat: 'x' }, 'there is no member "strat"; did you mean "start"?'],
  [{ requests: {} }, '"start" is missing'],
  [{ ...FINE, start: 1 }, 'start must be string'],
  [{ ...FINE, env: { PORT: 3000 } }, 'env.PORT must be string'],
  [{ ...FINE, readyTimeout: '30' }, 'readyTimeout must look like 500ms or 30s or 2m'],
  [{ ...FINE, database: { from: 'mysql' } }, 'database.from must be one of duet, DATABASE_URL'],
  [{ ...FINE, requests: { list: 7 } }, 'requests.list must be string or object'],
  [
    { ...FINE, requests: { list: { request: 'GET /', wieght: 2 } } },
    'there is no member "wieght" in requests.list; did you mean "weight"?',
  ],
  [{ ...FINE, requests: { list: { weight: 2 } } }, '"request" is missing in requests.list'],
  [{ ...FINE, requests: { list: { request: 'GET /', weight: 0 } } }, 'requests.list.weight must be > 0'],
  [{ ...FINE, requests: { list: { request: 'GET /', expect: ['a', 1] } } }, 'requests.list.expect[1] must be string'],
  [{ ...FINE, requests: { list: { request: 'GET /', weight: -1 } } }, 'requests.list.weight must be > 0'],
  [
    { ...FINE, requests: { list: { request: 'GET /', thresholds: { csot: 0.1 } } } },
    'there is no member "csot" in requests.list.thresholds; did you mean "cost"?',
  ],
  [{ ...FINE, first: { request: 'GET /' } }, '"take" is missing in first'],
])('%j: %s', (value, wrong) => expect(wrongMember(ServiceConfig, value)).toBe(wrong));
