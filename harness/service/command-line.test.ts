import { expect, test } from 'vitest';
import { splitCommandLine } from './command-line.ts';

test.each([
  ['uvicorn app:app --port {port}', ['uvicorn', 'app:app', '--port', '{port}']],
  ['  a   b\tc ', ['a', 'b', 'c']],
  [`python -c "print('x y')"`, ['python', '-c', "print('x y')"]],
  [`sh -c 'cd app && exec "$BIN" --port {port}'`, ['sh', '-c', 'cd app && exec "$BIN" --port {port}']],
  ['a\\ b --name="c d"', ['a b', '--name=c d']],
  ['run ""', ['run', '']],
])('%s', (line, words) => expect(splitCommandLine('--command', line)).toEqual(words));

test.each([
  ['', '--command is empty'],
  ['   ', '--command is empty'],
  [`sh -c 'x`, 'a quote is not closed'],
  ['cd app && npm start', '&& needs a shell'],
  ['npm start > log', '> needs a shell'],
  ['$HOME/bin/app', '$HOME needs a shell'],
  ['run *.ts', '*.ts needs a shell'],
])('"%s" is refused: %s', (line, reason) => {
  expect(() => splitCommandLine('--command', line)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(reason) }),
  );
});
