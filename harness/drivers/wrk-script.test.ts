import { expect, test } from 'vitest';
import { luaString, wrkScript } from './wrk-script.ts';

test('a text is a string of Lua', () => {
  expect(luaString('/users/1?a=b c')).toBe('"/users/1?a=b c"');
  expect(luaString('say "no"\\\n')).toBe('"say \\034no\\034\\092\\010"');
  expect(luaString('é')).toBe('"\\195\\169"');
});

test('the script has every request, in its order', () => {
  const script = wrkScript({ count: 2, of: (n) => ({ method: 'GET', path: `/users/${n + 1}` }) });
  expect(script).toContain('{"GET","/users/1"},\n{"GET","/users/2"}\n');
});

test('a body is sent as JSON, as duet sends it', () => {
  const script = wrkScript({
    count: 1,
    of: () => ({ method: 'POST', path: '/x', headers: { a: '1' }, body: { n: 1 } }),
  });
  expect(script).toContain('{"POST","/x",{["a"]="1",["content-type"]="application/json"},"{\\034n\\034:1}"}');
});
