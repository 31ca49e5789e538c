/** The numbers of the threat model are those of the code. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from './pages.ts';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const page = read('harness/docs/threat-model.md');

test.for([
  ['MAX_BODY_BYTES', 'node/parameters.ts', 'more than {} bytes', 1],
  ['REQUEST_TIMEOUT_MS', 'node/settings.ts', 'a body that is not there after {} ms', 1],
  ['REQUEST_TIMEOUT_MS', 'node/settings.ts', 'headers that are not there after {} ms', 0.5],
  ['MAX_CLIENTS', 'node/settings.ts', 'one connection more than {} ', 1],
  ['MAX_CLIENTS', 'python/duet_service/settings.py', 'a client can take all {} ', 1],
  ['MAX_SIZE', 'node/parameters.ts', 'A report of {} orders', 1],
] as const)('%s of %s', ([name, file, sentence, share]) => {
  const [, digits = ''] = new RegExp(`\\b${name} = ([\\d_]+)`).exec(read(file)) ?? [];
  const number = Number(digits.replaceAll('_', '')) * share;
  expect(page).toContain(sentence.replace('{}', number.toLocaleString('en-US')));
});
