/** A service that gives another answer is refused before anything is timed. */
import { chmodSync, cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pythonCommand } from '../../lab/source.ts';
import { duet, root } from './duet-process.ts';
import { makePlace, type Place, runFolders } from './place.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place[Symbol.dispose]());

interface Change {
  stack: 'node' | 'python';
  file: string;
  from: string;
  to: string;
}

/** A runtime that starts a changed copy of the service in the place of the original. */
function changedRuntime({ stack, file, from, to }: Change): Record<string, string> {
  const copy = join(place.dir, stack);
  cpSync(join(root, stack), copy, { recursive: true, filter: (source) => !source.endsWith('.venv') });
  symlinkSync(join(root, 'node_modules'), join(place.dir, 'node_modules'));
  cpSync(join(root, 'package.json'), join(place.dir, 'package.json'));
  const text = readFileSync(join(copy, file), 'utf8');
  expect(text.split(from)).toHaveLength(2);
  writeFileSync(join(copy, file), text.replace(from, to));
  const wrapper = join(place.dir, `${stack}-wrapper`);
  const [runtime, entry] = stack === 'node' ? [process.execPath, 'server.ts'] : [pythonCommand(), 'server.py'];
  writeFileSync(wrapper, `#!/bin/sh\ncd '${copy}' && exec '${runtime}' '${join(copy, entry)}'\n`);
  chmodSync(wrapper, 0o755);
  return { [`DUET_${stack.toUpperCase()}`]: wrapper };
}

test.each<[string, Change, RegExp]>([
  [
    'pooling',
    {
      stack: 'python',
      file: 'duet_service/patterns/pooling.py',
      from: 'SELECT id, name, email, plan',
      to: "SELECT id, name || '!' AS name, email, plan",
    },
    /^duet: pooling\/before: the answers differ at \$\.name: node "(.+)", python "\1!"$/m,
  ],
  [
    'workers',
    { stack: 'node', file: 'patterns/revenue.ts', from: '100 + (x % 50_000)', to: '101 + (x % 50_000)' },
    /^duet: workers\/before: the answers differ at \$\.revenue_cents: node (\d+), python (?!\1$)\d+$/m,
  ],
])(
  'a changed answer of %s: exit 3, naming the place and both values, and nothing is timed',
  async (pattern, change, message) => {
    const env = changedRuntime(change);
    const { exitCode, stdout, stderr } = await duet(place, ['compare', '--profile', 'smoke', '--pattern', pattern], {
      env,
    });
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(existsSync(join(runFolders(place)[0] as string, 'samples.jsonl'))).toBe(false);
  },
);
