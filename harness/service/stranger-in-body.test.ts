/** What is taken for a placeholder in a body that has none of that name, and what is left alone. */
import { describe, expect, test } from 'vitest';
import { strangerInBody, withoutPlaceholders } from './stranger-in-body.ts';

test.each([
  ['a whole text', '{"id": "{uid}"}', '{uid}'],
  ['a part of a text', '{"name": "user-{nn}"}', '{nn}'],
  ['the name of a member', '{"{nn}": 1}', '{nn}'],
  ['a text of a list', '["{a}"]', '{a}'],
  ['one with what stands after a colon', '{"id": "{n:1}"}', '{n:1}'],
  ['a text after an escaped quote', String.raw`{"text": "say \"no\" to {nn}"}`, '{nn}'],
  ['a number, where JSON has none', '{"id": {id}}', '{id}'],
  ['the whole body', '{body}', '{body}'],
])('%s is a stranger', (_, body, stranger) => {
  expect(strangerInBody(body)?.text).toBe(stranger);
});

test('outside of texts it is no JSON', () => {
  expect(strangerInBody('{"id": {id}}')?.inText).toBe(false);
  expect(strangerInBody('{"id": "{id}"}')?.inText).toBe(true);
});

test.each([
  ['objects and lists', '{"a": {"b": [{}, {"c": 1}]}, "d": {} }'],
  ['blanks within the braces', '{"text": "a { b } c"}'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what others write
  ['templates of somebody else', '{"a": "{{name}}", "b": "${name}", "c": "#{name}"}'],
  ['JSON in a text', String.raw`{"message": "{\"id\": 7, \"of\": {\"a\": 1}}"}`],
  ['a regular expression', '{"pattern": "^a{3}b{1,2}$"}'],
  ['a brace that is written as its code', String.raw`{"text": "\u007bname}"}`],
  ['a text of which the brace is never closed', '{"text": "{name"}'],
  // Tried in every way in which they could be split, these would take longer than anybody waits.
  ['a hundred lines of comments', JSON.stringify({ text: '# a\n'.repeat(100) })],
])('%s are left alone', (_, body) => {
  expect(strangerInBody(body)).toBeUndefined();
});

describe('GraphQL', () => {
  test.each([
    ['a query with blanks', '{"query": "{ id }"}'],
    ['one without', '{"query": "{id}"}'],
    ['the same over two lines', String.raw`{"query": "{\n  id\n}\n"}`],
    ['selections in each other', '{"query": "{user{name}}"}'],
    ['an operation by its keyword', '{"query": "query{user{name}}", "variables": {"id": 7}}'],
    ['one with a name and variables', '{"query": "query Q($id: ID!) { user(id: $id) {name} }"}'],
    ['a mutation with an object', '{"query": "mutation{pay(order: {id:7, to:ANN}) {id}}"}'],
    ['after a comment', String.raw`{"query": "# all\n query {user{name}}"}`],
    ['in a list of operations', '[{"query": "{user{name}}"}, {"query": "{id}"}]'],
    ['under another name', '{"document": "subscription{order{id}}"}'],
  ])('%s goes on as it stands', (_, body) => {
    expect(strangerInBody(body)).toBeUndefined();
  });

  test.each([
    ['its variables', '{"query": "query($id: ID!) { user(id: $id) {name} }", "variables": {"id": "{uid}"}}'],
    ['an argument that is a text', String.raw`{"query": "{ user(id: \"{uid}\") {name} }"}`],
    ['an argument that is a number', '{"query": "{ user(id: {uid}) {name} }"}'],
    ['a search that is called so, too', '{"query": "lamps {uid}"}'],
  ])('%s may have a stranger', (_, body) => {
    expect(strangerInBody(body)?.text).toBe('{uid}');
  });
});

test('what somebody has sent has no placeholders, and means the same', () => {
  const sent = { query: '{user{n}}', text: '{uuid} {name}', of: { n: ['{pick:a.csv}', '\\{n}'] } };
  const line = withoutPlaceholders(JSON.stringify(sent));
  expect(line).not.toMatch(/\{[a-z]/);
  expect(JSON.parse(line)).toEqual(sent);
});
