/** A load driver of others that does not do what it was told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sample } from '../../results/schema.ts';
import { samplesOf } from '../e2e/broken-rules.ts';
import { duet } from '../e2e/duet-process.ts';
import { noProc } from '../e2e/leftovers.ts';
import { makePlace, type Place, runFolders } from '../e2e/place.ts';
import { withProgram } from '../e2e/program-on-path.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

const WITH_WRK = [
  ...['compare', '--profile', 'smoke', '--pattern', 'pooling', '--stack', 'node', '--blocks', '1'],
  ...['--driver', 'wrk'],
];
const valid = ({ invalid }: Sample) => invalid === undefined;

test.each([
  ['fails', 'echo "unable to connect to the service" >&2; exit 7', 'exited with code 7: unable to connect'],
  ['is killed', 'kill -9 $$', 'was ended by SIGKILL'],
  ['prints garbage', 'echo hello', 'printed no result that can be read: hello'],
])('a driver that %s makes its trials invalid, and no others', async (_what, script, message) => {
  const env = withProgram(place, 'wrk', `[ "$1" = -v ] && echo "wrk 4.9.9 [epoll]" && exit 1\n${script}`);
  const { exitCode, stderr } = await duet(place, WITH_WRK, { env });
  expect(exitCode, stderr).toBe(5);
  expect(stderr).toContain('pooling/node/');
  const samples = samplesOf(place);
  const failed = samples.filter(({ invalid = [] }) => invalid.some(({ rule }) => rule === 'driver-failed'));
  expect(new Set(failed.map(({ phase }) => phase))).toEqual(new Set(['capacity']));
  expect(failed[0]?.invalid).toContainEqual(
    expect.objectContaining({ driver: 'wrk 4.9.9', message: expect.stringContaining(message) }),
  );
  // They are tried once more; single requests are duet's own.
  expect(failed.filter(({ attempt }) => attempt === 2)).toHaveLength(failed.length / 2);
  expect(samples.filter(({ phase }) => phase === 'latency').some(valid)).toBe(true);
  const report = readFileSync(join(runFolders(place)[0] as string, 'report.md'), 'utf8');
  expect(report).toContain('the load driver failed');
  expect(report).toContain('wrk 4.9.9');
});
