/** An external API that answers what is no JSON, in the middle of a run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { broken, compare, conclude, samplesOf } from '../e2e/broken-rules.ts';
import { startDuet, until } from '../e2e/duet-process.ts';
import { makeFreshInstall } from '../e2e/fresh-install.ts';
import { leftovers, noProc } from '../e2e/leftovers.ts';
import { makePlace, type Place } from '../e2e/place.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

test.each(['node', 'python'])('the upstream answers broken JSON to the %s service: the trials do not count', async (stack) => {
  const checkout = makeFreshInstall(place);
  const on = join(place.dir, 'on');
  const stub = join(checkout, 'harness/lab/upstream.ts');
  const hook = "  app.addHook('preHandler', async (request, reply) => {\n";
  const text = readFileSync(stub, 'utf8');
  expect(text.split(hook)).toHaveLength(2);
  const garbage = `    if (request.url.startsWith('/details') && existsSync(${JSON.stringify(on)})) return reply.type('application/json').send('{"id": 1, ');\n`;
  writeFileSync(stub, `import { existsSync } from 'node:fs';\n${text.replace(hook, hook + garbage)}`);
  await using run = startDuet(place, compare('quick', 'batching', 2).with(2, stack), { checkout });
  await until(run, 'the first sample', () => samplesOf(place).length > 0);
  writeFileSync(on, '');
  const { trustworthy } = await conclude(place, run, 'errors');
  expect(trustworthy).toBe(false);
  const [failed] = broken(place, 'errors');
  expect(JSON.stringify(failed)).toMatch(/502/);
  expect(run.printed.stderr).not.toMatch(/unexpected|^\s+at /m);
  expect(await leftovers(place, [])).toEqual([]);
});
