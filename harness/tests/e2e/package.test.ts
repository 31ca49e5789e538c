/** duet as a package: what `npm pack` puts into the tarball, and that it leaves the work tree as it was. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from './duet-process.ts';
import { type Packed, pack } from './packed.ts';
import { makePlace, type Place } from './place.ts';

let place: Place;
let packed: Packed;
beforeAll(async () => {
  place = makePlace();
  packed = await pack(place);
});
afterAll(() => place?.[Symbol.dispose]());

describe('npm pack', () => {
  test('leaves the work tree as it was', () => {
    const { checkout } = packed;
    const names = (folder: string) => readdirSync(join(folder, 'harness'), { recursive: true }).toSorted();
    expect(existsSync(join(checkout, 'dist'))).toBe(false);
    for (const name of ['package.json', 'README.md']) {
      expect(readFileSync(join(checkout, name))).toEqual(readFileSync(join(root, name)));
    }
    expect(names(checkout).filter((name) => /\.(js|d\.ts)$/.test(String(name)))).toEqual([]);
  });

  test('takes what runs, and neither tests nor chores nor the services of duet', async () => {
    const { stdout } = await execa('tar', ['-tzf', packed.tarball]);
    const files = stdout.split('\n').map((file) => file.replace('package/', ''));
    expect(files).toEqual(
      expect.arrayContaining([
        ...['package.json', 'LICENSE', 'dist/harness/cli.js', 'dist/harness/lab/proxy.js', 'dist/package.json'],
        ...['dist/harness/load/pacer-clock.js', 'dist/harness/report/kit/page.css', 'dist/fixtures/sql/schema.sql'],
        ...['README.md', 'harness/docs/config.md', '.github/duet-package.yml'],
        ...['dist/harness/service/config.d.ts', 'dist/harness/options/tune-file.d.ts'],
      ]),
    );
    expect(files.filter((file) => /(?<!\.d)\.ts$|\.test\.|\/tests\/|\/tasks\/|^node\/|^python\//.test(file))).toEqual(
      [],
    );
  });

  test('says what the package brings along, as its page does', () => {
    const [, direct, all] = /(\d+) dependencies, with theirs (\d+) packages/.exec(packed.said) ?? [];
    const page = readFileSync(join(root, 'harness/docs/package.md'), 'utf8');
    expect(page).toContain(`${direct} dependencies, with theirs ${all} packages`);
  });
});
