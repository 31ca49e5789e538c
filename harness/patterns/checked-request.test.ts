import { expect, test } from 'vitest';
import type { Client } from '../load/client.ts';
import { sendChecked, wrongAnswer } from './checked-request.ts';

const clientThat = (send: Client['send']) => ({ send }) as Client;
const answering = (status: number, text: string) =>
  clientThat(async () => ({ status, text, bytes: Buffer.from(text), ms: 1 }));
const request = { method: 'GET' as const, path: '/light' };

test('200 is an answer', async () => {
  expect(await sendChecked(answering(200, '{}'), request)).toMatchObject({
    answer: { status: 200, text: '{}', ms: 1 },
  });
});

test('a problem document becomes the failure', async () => {
  const problem = { type: 'urn:duet:problem:string-too-long', title: 'String too long', status: 507, detail: 'why' };
  expect(await sendChecked(answering(507, JSON.stringify(problem)), request)).toEqual({ failure: problem });
});

test('JSON without the members of a problem is a failure without words', async () => {
  const { failure } = await sendChecked(answering(500, '{"message":"x"}'), request);
  expect(failure).toEqual({ status: 500, type: 'about:blank', title: '', detail: '' });
});

test.each(['', '<html>gateway</html>', 'x'.repeat(1_000)])(
  'an answer that is no JSON is shown in part',
  async (text) => {
    const { failure } = await sendChecked(answering(502, text), request);
    expect(failure).toMatchObject({ status: 502, title: 'Not a problem document', detail: text.slice(0, 200) });
  },
);

test('no answer at all is a failure with status 0 and the reason', async () => {
  const client = clientThat(async () => {
    throw new Error('the connection was closed');
  });
  const { failure } = await sendChecked(client, request);
  expect(failure).toMatchObject({ status: 0, title: 'No answer', detail: 'the connection was closed' });
});

test('a wrong answer keeps its 200', () => {
  expect(wrongAnswer('3 rows')).toMatchObject({ status: 200, title: 'Wrong answer', detail: '3 rows' });
});
