import { expect, test } from 'vitest';
import { requestsOfHar } from './har-requests.ts';

const sent = (method: string, url: string, text?: string) => ({
  request: {
    method,
    url,
    headers: [{ name: 'Cookie', value: 'geheim' }],
    ...(text === undefined ? {} : { postData: { text } }),
  },
});
const har = (...entries: object[]) => JSON.stringify({ log: { version: '1.2', entries } });

const HERE = 'http://localhost:3000';
const SESSION = har(
  sent('GET', `${HERE}/orders?page=1`),
  sent('GET', `${HERE}/orders/7`),
  sent('GET', `${HERE}/orders?page=1`),
  sent('POST', `${HERE}/orders`, '{"a": 1}'),
  sent('POST', `${HERE}/form`, 'a=1'),
  sent('OPTIONS', `${HERE}/orders`),
  sent('GET', 'https://cdn.example.com/app.js'),
);

test('each request to the service once, with its weight, and nothing that could be a secret', () => {
  const { requests, skipped } = requestsOfHar(SESSION, 'a.har', { all: false });
  expect(requests).toEqual({
    orders: { request: 'GET /orders?page=1', weight: 2 },
    'orders-7': { request: 'GET /orders/7', weight: 1 },
  });
  expect(skipped).toEqual([]);
});

test('all methods that duet sends, with bodies that are JSON', () => {
  const { requests, skipped } = requestsOfHar(SESSION, 'a.har', { all: true });
  expect(requests).toMatchObject({ 'post-orders': { request: 'POST /orders {"a":1}', weight: 1 } });
  expect(skipped).toEqual(['POST /form: its body is no JSON', 'OPTIONS /orders: duet sends no OPTIONS']);
});

test('braces in a query are no placeholder', () => {
  const { requests } = requestsOfHar(har(sent('GET', `${HERE}/a?filter={"n":1}&n={n}`)), 'a.har', { all: false });
  expect(requests).toEqual({ a: 'GET /a?filter=%7B%22n%22:1%7D&n=%7Bn%7D' });
});

test('braces in a body are no placeholder', () => {
  const { requests } = requestsOfHar(har(sent('POST', `${HERE}/graphql`, '{"query": "{user{n}}"}')), 'a.har', {
    all: true,
  });
  expect(requests).toEqual({ 'post-graphql': String.raw`POST /graphql {"query":"\u007buser\u007bn}}"}` });
});

test('another host', () => {
  const { requests } = requestsOfHar(SESSION, 'a.har', { all: false, host: 'cdn.example.com' });
  expect(requests).toEqual({ 'app.js': 'GET /app.js' });
});

test.each([
  ['{}', {}, 'no HAR file: it has no log with entries'],
  ['[', {}, 'no HAR file: '],
  ['null', {}, 'it has no log with entries'],
  [har({}), {}, 'has no request'],
  [har(), {}, 'has no request'],
  [har(sent('GET', 'http://a/'), sent('GET', 'http://b/')), {}, 'requests to several hosts: a, b'],
  [har(sent('POST', 'http://a/')), {}, 'has no GET request to a'],
  [SESSION, { host: 'b' }, 'has no GET request to b'],
])('%s with %j is refused: %s', (text, options, message) => {
  expect(() => requestsOfHar(text, 'a.har', { all: false, ...options })).toThrow(message);
});
