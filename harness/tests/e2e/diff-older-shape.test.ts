/** `duet diff main` where main has the Python service as loose modules, and topic has made a package of them. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { upToDate } from '../../diff/older-results.ts';
import { readDiffResults } from '../../results/diff-folder.ts';
import type { DiffResults } from '../../results/schema.ts';
import { type BranchedCheckout, makeBranches } from './diff-sides.ts';
import { duet, type Outcome } from './duet-process.ts';
import { makePlace, type Place, runFolders } from './place.ts';

const PACKAGE = 'duet_service';

let place: Place;
let branches: BranchedCheckout;
let outcome: Outcome;
let results: DiffResults;

beforeAll(async () => {
  place = makePlace();
  branches = makeBranches(place);
  const { dir, git } = branches;
  git('checkout', '--quiet', 'main');
  makeLooseModules(join(dir, 'python'));
  git('add', '--all', 'python');
  git('commit', '--quiet', '--message', 'Loose modules');
  git('checkout', '--quiet', 'topic');
  outcome = await duet(
    place,
    ['diff', 'main', '--exact-base', '--pattern', 'parallel', '--stack', 'python', '--counts-only'],
    {
      checkout: dir,
    },
  );
  results = upToDate(readDiffResults(join(runFolders(place)[0] as string, 'diff.json')));
});
afterAll(() => place[Symbol.dispose]());

test('both shapes are started, give the same answers and are counted', () => {
  expect(outcome.exitCode, outcome.stderr).toBe(0);
  expect(results.run).toMatchObject({ one_sided: [], answers: [] });
  expect(results.run).not.toHaveProperty('same_services', true);
  const statements = results.rows.filter(({ metric }) => metric.id === 'statements');
  expect(statements).toMatchObject([{ stack: 'python', variant: 'after', base: 9, head: 9, verdict: 'no change' }]);
});

test('each file that moved is named as changed at both of its places', () => {
  for (const file of ['python/app.py', 'python/patterns/parallel.py', `python/${PACKAGE}/patterns/parallel.py`]) {
    expect(results.run.changed_files).toContain(file);
  }
});

/** As the service was before it was a package: its modules lie beside server.py. */
function makeLooseModules(python: string): void {
  const code = join(python, PACKAGE);
  const names = readdirSync(code).filter((name) => name !== '__init__.py');
  for (const name of names) cpSync(join(code, name), join(python, name), { recursive: true });
  rmSync(code, { recursive: true });
  for (const name of readdirSync(python, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.py') || name.startsWith('.venv')) continue;
    const file = join(python, name);
    writeFileSync(file, withoutPackage(readFileSync(file, 'utf8')));
  }
}

function withoutPackage(text: string): string {
  return text
    .replaceAll(new RegExp(`^from ${PACKAGE} import (.+)$`, 'gm'), 'import $1')
    .replaceAll(`from ${PACKAGE}.`, 'from ');
}
