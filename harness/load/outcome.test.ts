import { expect, it } from 'vitest';
import type { Client, HttpAnswer } from './client.ts';
import { RequestFailure } from './failure.ts';
import { type Check, isOk, isOkContaining, isOkWith, sendJudged } from './outcome.ts';

const answer = (status: number, text: string): HttpAnswer => ({ status, text, bytes: Buffer.from(text), ms: 1 });
const clientThat = (send: () => Promise<HttpAnswer>) => ({ send }) as unknown as Client;
const idOf = (n: number) => `"id":${n},`;
const request = { method: 'GET' as const, path: '/' };

it.each<[string, Check, HttpAnswer, string | undefined]>([
  ['any body of a 200', isOk, answer(200, 'x'), undefined],
  ['another status', isOk, answer(503, 'x'), 'wrong-status'],
  ['the same bytes', isOkWith(Buffer.from('é1')), answer(200, 'é1'), undefined],
  ['other bytes of the same length', isOkWith(Buffer.from('a1')), answer(200, 'a2'), 'wrong-body'],
  ['more bytes', isOkWith(Buffer.from('a1')), answer(200, 'a1 '), 'wrong-body'],
  ['the right bytes with another status', isOkWith(Buffer.from('a1')), answer(500, 'a1'), 'wrong-status'],
  ['a body with the field', isOkContaining(idOf), answer(200, '{"id":17,"x":1}'), undefined],
  ['a body without it', isOkContaining(idOf), answer(200, '{"id":170,"x":1}'), 'wrong-body'],
])('%s is judged', async (_name, check, given, problem) => {
  expect(check(given, 17)).toBe(problem);
  expect(
    await sendJudged(
      clientThat(async () => given),
      request,
      check,
      17,
    ),
  ).toBe(problem);
});

it('a request without an answer has the kind of its failure', async () => {
  const client = clientThat(() => Promise.reject(new RequestFailure('reset', 'gone')));
  expect(await sendJudged(client, request, isOk, 0)).toBe('reset');
});

it('a defect of ours is not counted as a failure of the service', async () => {
  const client = clientThat(() => Promise.reject(new TypeError('ours')));
  await expect(sendJudged(client, request, isOk, 0)).rejects.toThrow('ours');
});
