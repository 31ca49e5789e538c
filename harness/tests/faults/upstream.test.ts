/** An external API that answers what is no JSON, or nothing at all, in the middle of a run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { broken, compare, conclude, samplesOf } from '../e2e/broken-rules.ts';
import { startDuet, until } from '../e2e/duet-process.ts';
import { makeFreshInstall } from '../e2e/fresh-install.ts';
import { leasedProcesses, leftovers, noProc } from '../e2e/leftovers.ts';
import { makePlace, type Place, runFolders } from '../e2e/place.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

test.each(['node', 'python'])(
  'the upstream answers broken JSON to the %s service: the trials do not count',
  async (stack) => {
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
    expect(run.printed.stderr).not.toMatch(/^duet: unexpected|^\s+at /m);
    expect(await leftovers(place, [])).toEqual([]);
  },
);

test('the upstream stub stands still in a trial: the run ends with the cell, and what it measured is reported', async () => {
  await using run = startDuet(place, ['compare', '--profile', 'standard', '--pattern', 'batching', '--stack', 'node']);
  await until(run, 'the first sample', () => samplesOf(place).length > 0);
  const family = run.family();
  process.kill(-(leasedProcesses(place).get('the upstream stub') as number), 'SIGSTOP');
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(/^duet: batching\/node\/\S+ \(.+\): \w+ http:\S+ got no answer within 5 s$/m);
  expect(stderr).toContain('duet: try: finished samples are kept');
  expect(readResults(join(runFolders(place)[0] as string, 'results.json'))).toMatchObject({ status: 'partial' });
  expect(await leftovers(place, family)).toEqual([]);
});
