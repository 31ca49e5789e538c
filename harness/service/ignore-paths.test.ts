import { expect, test } from 'vitest';
import { ignoring } from './ignore-paths.ts';

test.each<[path: string, place: string, isIgnored: boolean]>([
  ['$.created_at', '$.created_at', true],
  ['$.created_at', '$.created_at_utc', false],
  ['$.created_at', '$.order.created_at', false],
  ['$.meta', '$.meta.took[0]', true],
  ['$.meta', '$', false],
  ['$.items[*].id', '$.items[12].id', true],
  ['$.items[*].id', '$.items[12].idle', false],
  ['$.items[*].id', '$.items.id', false],
  ['$.items[1]', '$.items[1].id', true],
  ['$.items[1]', '$.items[12]', false],
  ['$[*].id', '$[0].id', true],
  ['$.links.*', '$.links.self', true],
  ['$.links.*', '$.links', false],
  ['$.a-b', '$.a-b', true],
])('%s and %s: %s', (path, place, isIgnored) => expect(ignoring([path])(place)).toBe(isIgnored));

test('any of several paths will do, and none ignores nothing', () => {
  const paths = ['$.a', '$.b'];
  expect(['$.a', '$.b', '$.c'].map(ignoring(paths))).toEqual([true, true, false]);
  expect(ignoring([])('$.a')).toBe(false);
});

test.each([
  ['created_at', 'must begin with $'],
  ['$', 'the whole answer'],
  ['$..id', '"..id" is neither'],
  ['$.items[?(@.a)]', '"[?(@.a)]" is neither'],
  ['$.items[1:2]', 'is neither'],
  ['$.a b', 'is neither'],
  ['$.a.', 'is neither'],
])('%s is refused: %s', (path, why) => expect(() => ignoring([path])).toThrow(why));
