import { describe, expect, test } from 'vitest';
import { drawLayers, readLayers, withoutDetours } from './layers.ts';

const of = (imports: Record<string, string[]>) =>
  new Map(Object.entries(imports).map(([from, targets]) => [from, new Set(targets)]));

describe('the imports of the harness', () => {
  const imports = readLayers();

  test('are read from every folder of the program', () => {
    expect([...imports.keys()]).toEqual(expect.arrayContaining(['cli.ts', 'commands', 'report', 'lab', 'results']));
    expect([...imports.keys()]).not.toEqual(expect.arrayContaining(['tasks', 'tests']));
    expect([...(imports.get('cli.ts') ?? [])]).toContain('commands');
  });

  test('end at results, which imports nothing', () => {
    expect([...(imports.get('results') ?? [])]).toEqual([]);
  });
});

test('what is imported from a package, from the same folder or from a file for all is no layer', () => {
  const text = "import path from 'node:path';\nimport { a } from './kit/a.ts';\nimport { b } from '../errors.ts';";
  expect(readLayers([{ file: 'harness/report/b.ts', text }])).toEqual(of({ report: [] }));
});

test('an arrow is left out where others lead there', () => {
  expect(withoutDetours(of({ a: ['b', 'c'], b: ['c'], c: [] }))).toEqual(of({ a: ['b'], b: ['c'], c: [] }));
});

test('two folders that import each other keep both arrows', () => {
  const circle = of({ a: ['b'], b: ['a'] });
  expect(withoutDetours(circle)).toEqual(circle);
});

test('the picture has an arrow for each import that is left', () => {
  expect(drawLayers(of({ 'cli.ts': ['commands'], commands: [] }))).toBe(
    '```mermaid\nflowchart TD\n  entry["cli.ts"] --> commands["commands/"]\n```',
  );
});
