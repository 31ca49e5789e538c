/** Requests that both services must refuse in the same way: same status, same problem type, title and field. */
import type { PatternName } from '../results/schema.ts';

export interface BadInput {
  name: string;
  pattern: PatternName | undefined;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  status: number;
  /** The last part of the problem type. */
  kind: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };

const post = (pattern: PatternName, name: string, body: string, status: number, kind: string): BadInput => ({
  name,
  pattern,
  method: 'POST',
  path: `/${pattern}/after`,
  headers: JSON_TYPE,
  body,
  status,
  kind,
});
const get = (pattern: PatternName, name: string, path: string, status: number, kind: string): BadInput => ({
  name,
  pattern,
  method: 'GET',
  path,
  status,
  kind,
});

export const badInputs: BadInput[] = [
  get('parallel', 'unknown variant', '/parallel/sideways/users/1', 404, 'unknown-variant'),
  get('parallel', 'unknown id', '/parallel/after/users/999999', 404, 'unknown-user'),
  get('parallel', 'non-numeric id', '/parallel/after/users/abc', 422, 'invalid-request'),
  get('parallel', 'delay out of bounds', '/parallel/after/users/1?user_ms=5001', 422, 'invalid-request'),
  get('parallel', 'negative delay', '/parallel/after/users/1?orders_ms=-1', 422, 'invalid-request'),
  get('parallel', 'delay that is no integer', '/parallel/after/users/1?reviews_ms=1.5', 422, 'invalid-request'),
  post('streaming', 'unknown file', '{"file":"absent.csv"}', 404, 'unknown-file'),
  post('streaming', 'path instead of a name', '{"file":"../package.json"}', 422, 'invalid-request'),
  post('streaming', 'absolute path', '{"file":"/etc/passwd"}', 422, 'invalid-request'),
  post('streaming', 'no file', '{}', 422, 'invalid-request'),
  post('workers', 'size zero', '{"size":0}', 422, 'invalid-request'),
  post('workers', 'size out of bounds', '{"size":200000001}', 422, 'invalid-request'),
  post('workers', 'size as text', '{"size":"5"}', 422, 'invalid-request'),
  post('workers', 'size as fraction', '{"size":5.5}', 422, 'invalid-request'),
  post('workers', 'size as boolean', '{"size":true}', 422, 'invalid-request'),
  post('batching', 'broken JSON', '{"users":', 400, 'malformed-json'),
  post('batching', 'unknown member', '{"users":1,"color":"red"}', 422, 'invalid-request'),
  post('batching', 'too many users', '{"users":5001}', 422, 'invalid-request'),
  post('batching', 'oversized body', `{"users":1,"pad":"${'x'.repeat(1024 * 1024)}"}`, 413, 'body-too-large'),
  {
    ...post('batching', 'body that is not JSON', 'users=1', 422, 'invalid-request'),
    headers: { 'content-type': 'text/plain' },
  },
  get('pooling', 'unknown variant', '/pooling/sideways/users/1', 404, 'unknown-variant'),
  get('pooling', 'unknown id', '/pooling/before/users/999999', 404, 'unknown-user'),
  get('pooling', 'id beyond integer', '/pooling/after/users/2147483648', 422, 'invalid-request'),
  get('pooling', 'signed id', '/pooling/after/users/+1', 422, 'invalid-request'),
  get('pooling', 'wrong method', '/batching/after', 404, 'not-found'),
  {
    name: 'unknown restart',
    pattern: undefined,
    method: 'GET',
    path: '/stats?restart=all',
    status: 422,
    kind: 'invalid-request',
  },
  { name: 'unknown route', pattern: undefined, method: 'GET', path: '/nowhere', status: 404, kind: 'not-found' },
];
