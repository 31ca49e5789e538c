/** `duet export` and `duet import` where something fails: disks, readers, signals, and results that mean harm. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VegetaResult } from '../../load/vegeta-results.ts';
import { ensureVegeta, onPath } from '../../tasks/load-drivers.ts';
import { madeUpAttack } from '../golden/made-up-attack.ts';
import { duet, environmentIn, root, startDuet, until } from './duet-process.ts';
import { leftovers, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { withProgram } from './program-on-path.ts';
import { BALLAST, fillDisk, mountDisk } from './small-disk.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => {
  place[Symbol.dispose]();
});

const EXPORT = ['export', 'vegeta', '--cell', 'pooling/after', '--rate', '2000', '--duration', '5s', '--dir', 'load'];

/** The attack of one pod, encoded as JSON. @returns the name of the file. */
function writeAttack(name = 'results-0.json', outcomeOf?: (seq: number) => Partial<VegetaResult>): string {
  const { results } = madeUpAttack({ pods: 1, ratePerS: 100, ...(outcomeOf === undefined ? {} : { outcomeOf }) });
  const lines = results.map(({ sentMs, latencyMs, ...rest }) =>
    JSON.stringify({ ...rest, timestamp: new Date(sentMs).toISOString(), latency: Math.round(latencyMs * 1e6) }),
  );
  writeFileSync(join(place.dir, name), `${lines.join('\n')}\n`);
  return name;
}

describe('a disk', () => {
  test('that fills up while an export is written keeps no file of it', async ({ skip }) => {
    const dir = join(place.dir, 'load');
    using disk = mountDisk(dir, 1);
    skip(disk.missing !== undefined, disk.missing);
    fillDisk(dir, 100_000);
    const { exitCode, stdout, stderr } = await duet(place, [...EXPORT, '--force']);
    expect([exitCode, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/^duet: cannot write \S*targets\.json: ENOSPC/m);
    expect(stderr).toContain('point --dir at another disk');
    expect(readdirSync(dir)).toEqual([BALLAST]);
  });

  test('that fills up while an import is written is named, and the results stay as they were', async ({ skip }) => {
    using disk = mountDisk(place.out, 1);
    skip(disk.missing !== undefined, disk.missing);
    fillDisk(place.out, 10_000);
    const file = writeAttack();
    const before = readFileSync(join(place.dir, file), 'utf8');
    const { exitCode, stderr } = await duet(place, ['import', file]);
    expect(exitCode, stderr).toBe(4);
    expect(stderr).toMatch(/^duet: cannot .*ENOSPC/m);
    expect(stderr).toContain('point --out at another disk');
    expect(readFileSync(join(place.dir, file), 'utf8')).toBe(before);
    expect(readdirSync(place.out)).not.toContain('latest');
  });

  test.for([
    ['export', 'load', EXPORT, 'choose another folder with --dir'],
    ['import', 'out', ['import', 'results-0.json'], 'choose another folder with --out'],
  ] as const)('that is read-only is named by duet %s', async ([, folder, args, hint], { skip }) => {
    writeAttack();
    using disk = mountDisk(join(place.dir, folder), 1);
    skip(disk.missing !== undefined, disk.missing);
    disk.readOnly();
    const { exitCode, stdout, stderr } = await duet(place, [...args]);
    expect([exitCode, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/^duet: cannot .*EROFS/m);
    expect(stderr).toContain(hint);
    expect(readdirSync(join(place.dir, folder))).toEqual([]);
  });
});

test.each([
  ['export', EXPORT],
  ['import', ['import', '--json', 'results-0.json']],
])('a reader of duet %s that leaves early is no error', async (_, args) => {
  writeAttack();
  const command = [process.execPath, join(root, 'harness/cli.ts'), ...args];
  const script = '{ sleep 0.1; "$@"; echo "exit $?" >&2; } | true';
  const { stderr } = await execa('sh', ['-c', script, 'sh', ...command], { cwd: place.dir, env: environmentIn(place) });
  expect(stderr).toBe('exit 0');
  // All of it is written all the same.
  const written = { export: 'load/README.md', import: 'out/latest/import.html' }[args[0] as 'export' | 'import'];
  expect(readFileSync(join(place.dir, written), 'utf8')).not.toBe('');
});

test('an import that is stopped while vegeta decodes ends with it, and writes nothing', async ({ skip }) => {
  skip(noProc !== undefined, noProc);
  writeFileSync(join(place.dir, 'results-0.bin'), Buffer.from([0xff, 0x81, 0x03, 0x01]));
  const env = withProgram(place, 'vegeta', 'exec sleep 100');
  await using run = startDuet(place, ['import', 'results-0.bin'], { env });
  await until(run, 'vegeta', () => run.family().some(({ command }) => command.includes('sleep')));
  const family = run.family();
  run.interrupt();
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(130);
  expect(runFolders(place)).toEqual([]);
  expect(await leftovers(place, family)).toEqual([]);
});

test('a file in the encoding of vegeta that was cut off, or is none, is refused', async ({ skip }) => {
  const vegeta = await ensureVegeta();
  if ('missing' in vegeta) return skip(vegeta.missing);
  const env = { PATH: onPath(vegeta) };
  const target = 'GET http://127.0.0.1:1/';
  const attack = ['attack', '-name', 'duet-3f9ac2d10b7e-0-of-1-at-50-for-1s', '-rate', '50', '-duration', '1s'];
  await execa('vegeta', [...attack, '-output', 'whole.bin'], { env, cwd: place.dir, input: target });
  const whole = readFileSync(join(place.dir, 'whole.bin'));
  writeFileSync(join(place.dir, 'cut.bin'), whole.subarray(0, whole.length - 40));
  writeFileSync(join(place.dir, 'other.bin'), Buffer.from(Array.from({ length: 500 }, (_, n) => (n * 73) % 251)));
  for (const file of ['cut.bin', 'other.bin']) {
    const { exitCode, stderr } = await duet(place, ['import', file], { env });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(new RegExp(`^duet: ${file}: vegeta cannot decode it`)),
    ]);
  }
  // Nothing listens there, which makes an import, of a load without an answer.
  expect((await duet(place, ['import', 'whole.bin'], { env })).exitCode).toBe(5);
});

describe('results that mean harm', () => {
  const CONTROLS = /\p{Cc}/u;
  const HARM = '<script>alert(1)</script> | @everyone ![x](http://127.0.0.1/x) \u001b[2J\r';

  test('have their markup, mentions and control characters shown as text', async () => {
    mkdirSync(join(place.dir, 'of <b>pods'));
    const file = writeAttack('of <b>pods/\u001b[2Jresults.json', (seq) =>
      seq % 2 === 0 ? { code: 0, error: HARM } : {},
    );
    const { exitCode, stdout, stderr } = await duet(place, ['import', file]);
    expect(exitCode, stderr).toBe(0);
    const latest = (name: string) => readFileSync(join(place.out, 'latest', name), 'utf8');
    const [page, markdown] = [latest('import.html'), latest('import.md')];
    for (const text of [page, markdown]) expect(text).toContain('alert(1)');
    for (const text of [stdout, markdown]) expect(text.replaceAll('\n', '')).not.toMatch(CONTROLS);
    expect(page).not.toMatch(/<script>alert|<b>pods/);
    expect(markdown).not.toMatch(/<script>alert|<b>pods|[^\\]@everyone|!\[x\]\(/);
  });

  test('are refused without what they would do to a terminal', async () => {
    const file = writeAttack('\u001b[2Jresults.json', () => ({ attack: `\u001b]0;mine\u0007${'x'.repeat(10_000)}` }));
    const { exitCode, stderr } = await duet(place, ['import', file]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('belongs to no export');
    expect(stderr.replaceAll('\n', '')).not.toMatch(CONTROLS);
    expect(stderr.length).toBeLessThan(1_000);
  });
});
