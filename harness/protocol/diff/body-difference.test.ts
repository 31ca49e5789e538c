import { expect, test } from 'vitest';
import { bodyDifference } from './body-difference.ts';

const answer = (body: unknown, status = 200) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, text, bytes: Buffer.from(text) };
};

test('equal answers do not differ', () => {
  expect(bodyDifference(answer({ id: 7 }), answer('{"id": 7}'), [])).toBeUndefined();
  expect(bodyDifference(answer('plain'), answer('plain'), [])).toBeUndefined();
});

test('of JSON the first place is named, with both values', () => {
  const [base, head] = [answer({ items: [{ id: 1, total: 5 }] }), answer({ items: [{ id: 1, total: 6 }] })];
  expect(bodyDifference(base, head, [])).toEqual({ path: '$.items[0].total', base: '5', head: '6' });
});

test('what the file says may differ does not count, what stands beside it does', () => {
  const of = (at: string, name: string) => answer({ created_at: at, name, links: { self: at } });
  expect(bodyDifference(of('1', 'a'), of('2', 'a'), ['$.created_at', '$.links'])).toBeUndefined();
  expect(bodyDifference(of('1', 'a'), of('2', 'b'), ['$.created_at', '$.links'])).toMatchObject({ path: '$.name' });
});

test('a member that one side alone has is a difference', () => {
  expect(bodyDifference(answer({ id: 1 }), answer({ id: 1, more: true }), [])).toEqual({
    ...{ path: '$.more', base: 'nothing', head: 'true' },
  });
});

test('texts are told by where they part, statuses by themselves', () => {
  expect(bodyDifference(answer('<p>one</p>'), answer('<p>two</p>'), [])?.path).toBe('body');
  expect(bodyDifference(answer({}, 200), answer({}, 201), [])).toEqual({ path: 'status', base: '200', head: '201' });
});

test('of what is no text bytes are shown, in hexadecimal', () => {
  const bytes = (...values: number[]) => {
    const all = Buffer.from([0x89, 0x50, 0x4e, 0x47, ...values]);
    return { status: 200, text: all.toString('utf8'), bytes: all };
  };
  expect(bodyDifference(bytes(1, 2, 3), bytes(1, 9), [])).toEqual({
    ...{ path: 'body', base: '7 bytes, at 5 02 03', head: '6 bytes, at 5 09' },
  });
  expect(bodyDifference(bytes(1), bytes(1, 9), [])).toEqual({
    ...{ path: 'body', base: '5 bytes, at 5 nothing', head: '6 bytes, at 5 09' },
  });
});
