import { describe, expect, test } from 'vitest';
import { expectBodies, readExpectation } from './expectations.ts';

const answer = (text: string) => ({ text, bytes: Buffer.from(text) });
const broken = (rules: string[], text: string) => expectBodies(rules)(answer(text));

describe('a body keeps to a rule, or not', () => {
  test.each<[rule: string, body: string, holds: boolean]>([
    ['contains:"data"', '{"data": {}}', true],
    ['contains:"data"', '{"errors": []}', false],
    ['contains:été', 'un été', true],
    ['contains:a=b:c', 'a=b:c', true],
    ['json:data.user.id', '{"data": {"user": {"id": 7}}}', true],
    ['json:data.user.id', '{"data": {"user": {"id": null}}}', false],
    ['json:data.user.id', '{"data": {"user": null}}', false],
    ['json:data.user.id', '{"errors": []}', false],
    ['json:data.user.id', 'no JSON', false],
    ['json:data', '{"data": false}', true],
    ['json:0.result', '[{"result": 0}]', true],
    ['json:1.result', '[{"result": 0}]', false],
    ['json:constructor', '{}', false],
    ['json:errors=', '{"data": 1}', true],
    ['json:errors=', '{"data": 1, "errors": null}', true],
    ['json:errors=', '{"data": 1, "errors": [{}]}', false],
    ['json:errors=', 'no JSON', false],
    ['json:ok=true', '{"ok": true}', true],
    ['json:ok=true', '{"ok": "true"}', false],
    ['json:ok=true', '{"ok": false}', false],
    ['json:status=done', '{"status": "done"}', true],
    ['json:code="0"', '{"code": "0"}', true],
    ['json:code="0"', '{"code": 0}', false],
    ['json:items=[]', '{"items": []}', true],
    ['json:error=null', '{"error": null}', true],
    ['json:error=null', '{}', true],
    ['json:url=a=b', '{"url": "a=b"}', true],
  ])('%s: %s is %s', (rule, body, holds) => expect(broken([rule], body)).toBe(holds ? undefined : rule));
});

test('of several rules the first that is broken is named', () => {
  const rules = ['json:data', 'json:errors=', 'contains:x'];
  expect(broken(rules, '{"data": "x"}')).toBeUndefined();
  expect(broken(rules, '{"data": "y", "errors": []}')).toBe('json:errors=');
  expect(broken([], 'whatever')).toBeUndefined();
});

test('a body that repeats is judged as before, and the next one anew', () => {
  const judge = expectBodies(['json:ok=true']);
  const bodies = ['{"ok": true}', '{"ok": true}', '{"ok":false}', '{"ok":false}', '{"ok": true}', ''];
  const rule = 'json:ok=true';
  expect(bodies.map((text) => judge(answer(text)))).toEqual([undefined, undefined, rule, rule, undefined, rule]);
});

test('a body that only must contain a text is not decoded', () => {
  const bytes = Buffer.from('{"data": 1}');
  const unread = {
    bytes,
    get text(): string {
      throw new Error('it was decoded');
    },
  };
  expect(expectBodies(['contains:data'])(unread)).toBeUndefined();
});

test.each([
  ['data.user', 'It must begin with contains: or json:, e.g. json:data.user.id'],
  ['Json:data', 'It must begin with contains: or json:'],
  ['json:', 'Something must follow json:'],
  ['contains:', 'Something must follow contains:'],
  ['json:=true', 'A path is names with a dot between them'],
  ['json:data..id', 'A path is names with a dot between them'],
  ['json:data.', 'A path is names with a dot between them'],
])('%s is refused: %s', (rule, message) => expect(() => readExpectation(rule)).toThrow(message));
