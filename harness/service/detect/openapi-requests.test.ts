import { expect, test } from 'vitest';
import { requestsOfOpenapi } from './openapi-requests.ts';

const DOCUMENT = `
openapi: 3.1.0
servers: [{ url: https://api.example.com/v1/ }]
paths:
  /orders/{id}:
    parameters:
      - { in: path, name: id, required: true, schema: { type: integer, examples: [7] } }
    get:
      operationId: getOrder
      parameters:
        - { in: query, name: full, required: true, schema: { type: boolean, default: true } }
        - { in: query, name: page, schema: { type: integer } }
        - { in: query, name: q, example: "a b" }
    delete: {}
  /orders:
    get: {}
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Order' }
  /files/{path}:
    get:
      parameters: [{ $ref: '#/components/parameters/Path' }]
  /tenant:
    get:
      parameters: [{ in: header, name: X-Tenant, required: true }]
  /upload:
    post: { requestBody: { required: true, content: { text/csv: {} } } }
components:
  parameters:
    Path: { in: path, name: path, required: true, schema: { type: string } }
  schemas:
    Order:
      type: object
      required: [customer, lines]
      properties:
        customer: { type: integer, example: 1 }
        state: { enum: [open, paid] }
        note: { type: string }
        lines: { type: array, example: [{ product: 2 }] }
        parent: { $ref: '#/components/schemas/Order' }
`;

test('GET requests, with an example of everything that is required', () => {
  expect(requestsOfOpenapi(DOCUMENT, 'a.yaml', { all: false })).toEqual({
    requests: { getOrder: 'GET /v1/orders/7?full=true&q=a%20b', orders: 'GET /v1/orders' },
    guessed: [],
    skipped: ['GET /files/{path}: no example of path', 'GET /tenant: no example of the header X-Tenant'],
  });
});

test('all requests, with the example of the body or one made of its members', () => {
  expect(requestsOfOpenapi(DOCUMENT, 'a.yaml', { all: true })).toMatchObject({
    requests: {
      'delete-orders': 'DELETE /v1/orders/7',
      'post-orders': 'POST /v1/orders {"customer":1,"state":"open","lines":[{"product":2}]}',
    },
    skipped: expect.arrayContaining(['POST /upload: no example of the body as JSON']),
  });
});

test('JSON, and the examples of a media type', () => {
  const body = { content: { 'application/json': { examples: { one: { value: { a: 1 } } } } } };
  const text = JSON.stringify({ openapi: '3.0.3', paths: { '/a': { post: { requestBody: body } } } });
  expect(requestsOfOpenapi(text, 'a.json', { all: true }).requests).toEqual({ 'post-a': 'POST /a {"a":1}' });
});

test('a whole number in a path is guessed', () => {
  const parameters = [
    { in: 'path', name: 'id', required: true, schema: { type: 'integer' } },
    { in: 'path', name: 'line', required: true, schema: { type: 'integer', minimum: 5 } },
  ];
  const text = JSON.stringify({
    openapi: '3.1.0',
    paths: { '/a/{id}/{line}': { get: { parameters } }, '/b': { get: {} } },
  });
  expect(requestsOfOpenapi(text, 'a.json', { all: false })).toEqual({
    requests: { a: 'GET /a/1/5', b: 'GET /b' },
    guessed: ['a'],
    skipped: [],
  });
});

test('a name that FastAPI makes of function, path and method is not taken over', () => {
  const get = { operationId: 'read_items_items__get' };
  const text = JSON.stringify({ openapi: '3.1.0', paths: { '/items/': { get } } });
  expect(requestsOfOpenapi(text, 'a.json', { all: false }).requests).toEqual({ items: 'GET /items/' });
});

test('no more than can be measured', () => {
  const paths = Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`/a${n}`, { get: {} }]));
  const { requests, skipped } = requestsOfOpenapi(JSON.stringify({ openapi: '3.0.0', paths }), 'a.json', {
    all: false,
  });
  expect([Object.keys(requests).length, skipped.length]).toEqual([20, 5]);
});

test.each([
  ['swagger: "2.0"\npaths: {}', 'version 2 (Swagger)'],
  ['openapi: 3.1.0', 'no OpenAPI document of version 3'],
  ['[]', 'no OpenAPI document of version 3'],
  ['a: b: c', 'neither JSON nor YAML'],
])('%j is refused: %s', (text, message) => {
  expect(() => requestsOfOpenapi(text, 'a.yaml', { all: false })).toThrow(message);
});
