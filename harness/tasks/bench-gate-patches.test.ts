/** Every patch still fits the services: applied to a copy, it changes one file, which both languages can still read. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { execaSync } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CODE, patternFile, pythonCommand, repositoryRoot } from '../lab/source.ts';
import { CHANGES } from './bench-gate-changes.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet patches '));
  for (const folder of Object.values(CODE).map((code) => `${code.folder}/patterns`)) {
    cpSync(path.join(repositoryRoot, folder), path.join(dir, folder), { recursive: true });
  }
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const injected = CHANGES.flatMap(({ name, diffs, inject }) =>
  [...new Set(diffs)].flatMap((target) => (inject && target ? [{ name, target, inject }] : [])),
);

test.each(injected)('$name in $target.stack $target.pattern', ({ target, inject }) => {
  inject(dir, target, 12_345);
  const folder = `${CODE[target.stack].folder}/patterns`;
  const changed = readdirSync(path.join(dir, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => path.join(folder, name))
    .filter(
      (file) => readFileSync(path.join(dir, file), 'utf8') !== readFileSync(path.join(repositoryRoot, file), 'utf8'),
    );
  expect(changed).toEqual([patternFile(target.pattern, target.stack)]);
  const [file = ''] = changed;
  const whole = path.join(dir, file);
  if (target.stack === 'node') expect(() => stripTypeScriptTypes(readFileSync(whole, 'utf8'))).not.toThrow();
  else execaSync(pythonCommand(), ['-c', 'import ast, sys; ast.parse(open(sys.argv[1]).read())', whole]);
});

test('a place that is gone is an error, not a change that does nothing', () => {
  const [{ inject, target }] = injected as [(typeof injected)[0]];
  inject(dir, target, 1);
  const other = CHANGES.find(({ name }) => name === 'batch');
  const batching = { pattern: 'batching', stack: target.stack } as const;
  other?.inject?.(dir, batching, 1);
  expect(() => other?.inject?.(dir, batching, 1)).toThrow('matches 0 places, not one');
});
