/** Encoded paths, as they are sent. */
import { afterAll, expect, test } from 'vitest';
import { testApp } from './test-app.ts';

const app = testApp();
afterAll(() => app.close());

test.each(['/%zz', '/%', '/%2', '/users/%ff', '/%+1'])('the malformed escape in %s matches nothing', async (url) => {
  expect((await app.inject(url)).json()).toMatchObject({ type: 'urn:duet:problem:not-found', status: 404 });
});

test.each(['1%2f', '..%2F1', '%2e%2e%2F1'])('the encoded slash in the id %s stays in its segment', async (id) => {
  const response = await app.inject(`/pooling/after/users/${id}`);
  expect(response.json()).toMatchObject({ type: 'urn:duet:problem:invalid-request', status: 422, field: 'id' });
});

test('an empty segment is no value', async () => {
  expect((await app.inject('/pooling/after/users/')).statusCode).toBe(404);
});

test('a path without escapes is left alone', async () => {
  expect((await app.inject('/light')).json()).toEqual({ ok: true });
});
