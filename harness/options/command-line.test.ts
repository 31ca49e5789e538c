import { expect, test } from 'vitest';
import { commandLine } from './command-line.ts';

test.each([
  [['tune', 'pool', '--rate', '200'], 'tune pool --rate 200'],
  [['--command', 'uvicorn app:app --port {port}'], "--command 'uvicorn app:app --port {port}'"],
  [['--request', "GET /it's"], "--request 'GET /it'\\''s'"],
  [['--out', ''], "--out ''"],
])('%j is typed as %s', (words, line) => expect(commandLine(words)).toBe(line));

test('a password does not stand in it', () => {
  expect(commandLine(['--env', 'DATABASE_URL=postgresql://me:secret@127.0.0.1/db'])).toBe(
    "--env 'DATABASE_URL=postgresql://me:***@127.0.0.1/db'",
  );
  expect(commandLine(['--header', "Cookie: it's=secret; b"])).toBe("--header 'Cookie: ***'");
});
