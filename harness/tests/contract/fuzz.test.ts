/**
 * Both services are asked what a generator makes of the contract, allowed and not: each answers as documented, never with a 500,
 * and both with the same status. With a fixed seed, or with DUET_FUZZ_EXAMPLES so many for each operation, drawn anew.
 */
import { mkdtempDisposableSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { pythonCommand } from '../../lab/source.ts';
import { STACKS } from '../../results/schema.ts';
import { openSurroundings, startBoth } from './both.ts';

const CONTRACT = fileURLToPath(new URL('../../../fixtures/contract/openapi.yaml', import.meta.url));
const EXAMPLES = process.env.DUET_FUZZ_EXAMPLES;
/** Besides those drawn at random, the generator goes through the bounds of every value. */
const DRAWN = EXAMPLES ? ['--max-examples', EXAMPLES] : ['--max-examples', '5', '--seed', '20240229'];
const LEAST_CASES = EXAMPLES ? 8 * Number(EXAMPLES) : 200;
const TIMEOUT_MS = EXAMPLES ? 1_500_000 : 280_000;

test('nothing that is drawn from the contract is answered otherwise than it says', {
  timeout: TIMEOUT_MS,
}, async () => {
  await using around = await openSurroundings('fuzz');
  await using both = await startBoth(around);
  // The generator keeps what it found in its working directory.
  using scratch = mkdtempDisposableSync(path.join(os.tmpdir(), 'duet-fuzz-'));
  const args = [
    ...['-m', 'schemathesis.cli', 'run', CONTRACT, '--url', both.node.url, ...DRAWN],
    ...['--phases', 'coverage,fuzzing', '--request-timeout', '20', '--continue-on-failure', '--no-color'],
    // A method that no route has is an unknown route here, and no 405.
    ...['--exclude-checks', 'unsupported_method', '--warnings', 'off'],
  ];
  const { exitCode, stdout } = await execa(pythonCommand(), args, {
    cwd: scratch.path,
    env: {
      PYTHONPATH: import.meta.dirname,
      PYTHONDONTWRITEBYTECODE: '1',
      SCHEMATHESIS_HOOKS: 'both_answer',
      TWIN_URL: both.python.url,
    },
    stdin: 'ignore',
    reject: false,
  });
  expect(exitCode, stdout).toBe(0);
  const { cases } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(cases).toBeGreaterThanOrEqual(LEAST_CASES);
  for (const stack of STACKS) expect(both[stack].death()).toBeUndefined();
  if (EXAMPLES) console.log(stdout);
});
