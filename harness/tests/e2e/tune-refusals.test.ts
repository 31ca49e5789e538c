/** What `duet tune pool` refuses: with exit 2, the reason and what would be right, before anything is started. */
import { expect, test } from 'vitest';
import { type OneProcess, openForFile } from './one-process.ts';
import { type Place, runFolders } from './place.ts';

let place: Place;
let one: OneProcess;
openForFile((opened) => ({ place, one } = opened));

test.each([
  ['--rate 0', ['above 0']],
  ['--rate fast', ['above 0']],
  ['--processes 0', ['from 1 to 1000']],
  ['--rate 3 --processes 4', ['less than one per second', '--processes']],
  ['--p99 100', ['with its unit such as 100ms']],
  ['--p99 4ms --rtt 5', ['p99', '5 ms']],
  ['--workload hodl', ['Did you mean "hold"?', 'cpu, slow, hold, fanout, mix']],
  ['--stack pyton', ['Did you mean "python"?']],
  ['--arrivals burst', ['Did you mean "bursty"?']],
  ['--stack node --form def', ['--stack python']],
  ['--max-connections 3', ['--max-connections 4 or more']],
  ['--max-connections 6 --processes 4', ['--max-connections 7 or more']],
  ['--request /orders', ['--command or --url']],
  ['--url http://127.0.0.1:1 --request /orders --workload cpu', ['leave --workload out']],
  ['--command sleep --request /orders --env A={pool_sise}', ['{pool_sise}', '{pool_size}']],
])('duet tune pool %s', async (line, hints) => {
  const { exitCode, stdout, stderr } = await one.duet(place, ['tune', 'pool', ...line.split(' ')]);
  expect(exitCode, stderr).toBe(2);
  expect(stdout).toBe('');
  for (const hint of hints) expect(stderr).toContain(hint);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('what was refused has left no run folder', () => expect(runFolders(place)).toEqual([]));
