import { expect, test } from 'vitest';
import { clientPortOf } from './backends.ts';

test.each([
  ['postgres: duet duet_base 127.0.0.1(41234) idle', 41_234],
  ['postgres: duet duet_base ::1(5000) SELECT', 5_000],
  ['postgres: checkpointer ', Number.NaN],
  ['postgres: duet duet_base [local] idle', Number.NaN],
  ['node server.js (1234)', Number.NaN],
])('the client of "%s" has port %d', (title, port) => expect(clientPortOf(title)).toBe(port));
