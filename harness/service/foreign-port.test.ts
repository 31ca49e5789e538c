import { expect, test } from 'vitest';
import { foreignPort } from './foreign-port.ts';

test.each<[string, number | undefined]>([
  ['Error: listen EADDRINUSE: address already in use :::3000', 3000],
  ['Error: listen EADDRINUSE: address already in use 127.0.0.1:41234\n  port: 41234', 41_234],
  ["ERROR:    [Errno 98] error while attempting to bind on address ('127.0.0.1', 8000): address already in use", 8000],
  ['listen tcp :8080: bind: address already in use', 8080],
  ["Node's members:\n  code: 'EADDRINUSE',\n  syscall: 'listen',\n  address: '127.0.0.1',\n  port: 3000\n}", 3000],
  ["[ERROR] Connection in use: ('0.0.0.0', 8000)", 8000],
  ['OSError: [Errno 98] Address already in use', 41_234],
  ['listening on port 3000\nError: no database', undefined],
])('%s', (log, port) => expect(foreignPort(log, 41_234)).toBe(port));
