/** Bodies that no well-meaning client sends; as with odd-paths.ts, both services must treat each in the same way. */
import { PATTERNS } from '../../results/schema.ts';
import type { OddRequest } from './odd-paths.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const TOO_MUCH = 1024 * 1024 + 1;

/** Per pattern with a body: its one field, a good value, and others. */
const fields: Record<string, { field: string; good: string; values: string[] }> = {
  streaming: {
    field: 'file',
    good: '"empty.csv"',
    values: [
      ...String.raw`"tricky.csv" "empty.csv" "none.csv" "../tricky.csv" "..%2ftricky.csv" "/etc/passwd" "a\\b" "."
        ".." "..." "-" "_" "a..b" "tricky.csv\u0000" "tricky.csv\n" "\ttricky.csv" "Tricky.csv" "tricky.csv/" "" "a:b"
        "\u00e9.csv" "\ud800" "\u202e" "CON" "a*" 5 ["tricky.csv"] {} null true`.split(/\s+/),
      ...['a'.repeat(100), 'a'.repeat(101), 'é'.repeat(100), ' tricky.csv', 'tricky.csv '].map((name) => `"${name}"`),
    ],
  },
  workers: {
    field: 'size',
    good: '1',
    values: `0 -0 0.0 -1 1.0 1e0 10e-1 0.1e1 1E0 1.0000000000000001 1.5 "5" true null [] {} [1] 200000001 1e9 1e400
      -1e400 2e-400 9007199254740993 ${'9'.repeat(30)} ${'9'.repeat(5_000)}`.split(/\s+/),
  },
  batching: {
    field: 'users',
    good: '1',
    values: `0 -0 -1 1.0 1e0 1.5 "5" true null [] {} 5001 5000.5 1e400 ${'9'.repeat(30)}`.split(/\s+/),
  },
};

const objects = (field: string, good: string): string[] => [
  ...['{}', `[{"${field}":1}]`, `{"${field}":`, `{"${field}":1}{"${field}":1}`, `{"${field}":1,}`, `{'${field}':1}`],
  ...[`{"${field}":1} // one`, `{${field}:1}`, `{"${field}":NaN}`, `{"${field}":-Infinity}`, `{"${field}":01}`],
  ...[`{"${field}":.5}`, `{"${field}":+1}`, `{"${field}":0x1}`, `{"${field}":1.}`, `{"${field}":1e}`, `{"":1}`],
  ...[`{"${field}":0,"${field}":"x"}`, `{"${field}":null,"${field}":${good}}`, `{"${field}":1,"x":1}`],
  ...[`{"x":1,"${field}":1}`, '{"x":1,"y":2}', `{"__proto__":{"${field}":1}}`, `{"${field}":1,"__proto__":{}}`],
  ...[`{"${field}":1,"constructor":{"prototype":{}}}`, `{"${field.toUpperCase()}":1}`, `{"${field}":"\\x41"}`],
  ...[`{"\\u00${field.charCodeAt(0).toString(16)}${field.slice(1)}":${good}}`, `{"${field}":"\\ud800"}`],
];

const texts: Record<string, string> = {
  empty: '',
  'only spaces': '  \n',
  number: '1',
  string: '"x"',
  true: 'true',
  null: 'null',
  array: '[]',
  broken: '{"',
  NUL: '\0',
};

const bytes = (field: string): Record<string, string | Buffer> => ({
  'control character in a string': `{"${field}":"\u0001"}`,
  'tab in a string': `{"${field}":"a\tb"}`,
  'byte order mark': `\ufeff{"${field}":0}`,
  'two byte order marks': `\ufeff\ufeff{"${field}":0}`,
  'UTF-16': Buffer.from(`{"${field}":0}`, 'utf16le'),
  'invalid UTF-8 in a string': Buffer.from(`{"${field}":"\xff"}`, 'latin1'),
  'invalid UTF-8 in a key': Buffer.from('{"\xc3\x28":1}', 'latin1'),
  'invalid UTF-8 outside': Buffer.from('\xff\xfe{}', 'latin1'),
  'NUL after': `{"${field}":0}\0`,
  'line separator as space': `{\u2028"${field}":0}`,
  'form feed as space': `{\f"${field}":0}`,
  'no-break space as space': `{\u00a0"${field}":0}`,
});

const types = [
  ...['application/json; charset=utf-8', 'application/json;charset=UTF-8', 'Application/JSON', ' application/json '],
  ...['application/json; charset=utf-16', 'application/json; charset=latin1', 'application/json; charset=', '*/*'],
  ...['text/plain', 'text/json', 'application/problem+json', 'application/jsonp', 'json', 'application/json x', ';'],
  ...['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json, text/plain'],
];

const post = (pattern: string, name: string, body: string | Buffer, more: Partial<OddRequest> = {}): OddRequest => ({
  name: `${pattern}: ${name}`.slice(0, 70),
  method: 'POST',
  path: `/${pattern}/after`,
  headers: JSON_TYPE,
  body,
  ...more,
});

export const oddBodies: OddRequest[] = Object.entries(fields).flatMap(([pattern, { field, good, values }]) => {
  const zero = `{"${field}":0}`;
  return [
    ...Object.entries({ ...texts, ...bytes(field) }).map(([name, body]) => post(pattern, name, body)),
    ...objects(field, good).map((body) => post(pattern, body, body)),
    ...values.map((value) => post(pattern, `${field} is ${value}`, `{"${field}":${value}}`)),
    ...types.map((type) => post(pattern, `sent as ${type}`, zero, { headers: { 'content-type': type } })),
    post(pattern, 'no content-type', zero, { headers: {} }),
    post(pattern, 'oversized', ' '.repeat(TOO_MUCH)),
    post(pattern, 'oversized in chunks', ' '.repeat(TOO_MUCH), { chunked: true }),
    post(pattern, 'oversized and no JSON', 'x'.repeat(TOO_MUCH), { headers: { 'content-type': 'a/b' } }),
    post(pattern, 'oversized, unknown variant', ' '.repeat(TOO_MUCH), { path: `/${pattern}/nope` }),
    post(pattern, 'as large as allowed', zero.padEnd(TOO_MUCH - 1)),
    post(pattern, 'in chunks', zero, { chunked: true }),
    post(pattern, 'with a query', zero, { path: `/${pattern}/after?x=1` }),
    { name: `${pattern}: no body at all`, method: 'POST', path: `/${pattern}/after` },
    { name: `${pattern}: no body, declared as JSON`, method: 'POST', path: `/${pattern}/after`, headers: JSON_TYPE },
  ];
});

/** Where the parsers' own limits decide between 400 and 422. */
export const deepBodies: OddRequest[] = Object.entries(fields).flatMap(([pattern, { field }]) => [
  post(pattern, 'deep array', '['.repeat(50_000) + ']'.repeat(50_000)),
  post(pattern, 'deep object', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`),
  post(pattern, 'deep value', `{"${field}":${'['.repeat(20_000)}${']'.repeat(20_000)}}`),
  post(pattern, 'deep and broken', '['.repeat(100_000)),
]);

export const withoutVariant: OddRequest[] = PATTERNS.map((pattern) =>
  post(pattern, 'no variant', '{}', { path: `/${pattern}/` }),
);
