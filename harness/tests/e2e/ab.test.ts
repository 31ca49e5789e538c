/** `duet ab`: two ways of one version of a service of the reader's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDiffResults } from '../../results/diff-folder.ts';
import type { DiffResults } from '../../results/schema.ts';
import { duet } from './duet-process.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { makeServiceHistory, type ServiceHistory } from './service-history.ts';

let place: Place;
let service: ServiceHistory;
beforeEach(() => {
  place = makePlace();
  service = makeServiceHistory(place, {});
});
afterEach(() => place[Symbol.dispose]());

const ab = (...args: string[]) => duet(place, ['ab', ...args, '--out', place.out], { cwd: service.dir });
const file = (name: string) => readFileSync(join(runFolders(place).at(-1) as string, name), 'utf8');
const results = () => readDiffResults(join(runFolders(place).at(-1) as string, 'diff.json')) as DiffResults;

/** What a page says, without its tags and styles. */
const wordsOf = (page: string) => page.replace(/<style>[\s\S]*?<\/style>|<[^>]*>/g, ' ');

test('two environments, or two requests, are put beside each other as a and b', async () => {
  const pools = await ab('--b-env', 'ORDERS_DB_CONNECTIONS=2', '--counts-only');
  expect(pools.exitCode, pools.stderr).toBe(0);
  expect(pools.stdout).toContain('b is worse than a');
  expect(pools.stdout).toContain('order: connections in use at once by 8 requests: a 8, b 2');
  const pages = [pools.stdout, file('diff.md'), wordsOf(file('diff.html'))];
  for (const page of pages) expect(page).not.toMatch(/\b(base|head)\b/i);
  expect(file('diff.md')).toContain('| cell | metric | a → b |');

  const requests = await ab('--a-request', 'order', '--b-request', 'new-order', '--counts-only');
  expect(requests.exitCode, requests.stderr).toBe(0);
  expect(results().run.service).toMatchObject({ ways: { a: 'order', b: 'new-order' } });
  expect(new Set(results().rows.map(({ variant }) => variant))).toEqual(new Set(['order-vs-new-order']));
});
