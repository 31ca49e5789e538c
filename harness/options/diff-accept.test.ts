import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AcceptOptions, addAcceptOptions, committedLines, statedLines } from './diff-accept.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet accept '));
  for (const side of ['base', 'head']) mkdirSync(path.join(dir, side));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const rootOf = (side: string) => path.join(dir, side);
const write = (side: string, text: string) => writeFileSync(path.join(rootOf(side), '.duet-accept'), text);

function parse(...args: string[]): AcceptOptions {
  const command = addAcceptOptions(new Command('diff'))
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.parse(args, { from: 'user' }).opts<AcceptOptions>();
}

test('--accept may be repeated, and a file named beside it', () => {
  const file = path.join(dir, 'lines');
  writeFileSync(file, '# why\n\npooling/node/after: cpu +8 % # a note\n');
  const lines = ['pooling/node/after: statements 1 → 2', 'pooling/node/after: round_trips 1 -> 2'];
  expect(statedLines(parse(...lines.flatMap((line) => ['--accept', line]), '--accept-file', file))).toEqual([
    ...lines.map((line) => ({ line, from: '--accept' })),
    { line: 'pooling/node/after: cpu +8 %', from: `${file}, line 3` },
  ]);
});

test('a line that is none is refused with the form that is expected', () => {
  expect(() => parse('--accept', 'statements 1 → 2')).toThrow(/must look like "pattern\/stack\/variant: metric 1 → 2"/);
  write('head', 'pooling/node/after: statements 1 → 2\npooling/node/after: statements 2\n');
  expect(() => committedLines(rootOf)).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: '.duet-accept, line 2: "pooling/node/after: statements 2" accepts no change',
      hint: expect.stringContaining('metric +8 %'),
    }),
  );
});

test('a file that was named and is not there is refused', () => {
  expect(() => statedLines({ acceptFile: path.join(dir, 'none') })).toThrow(expect.objectContaining({ exitCode: 2 }));
});

test("head's file counts, and of base's only that it spends a percentage", () => {
  expect(committedLines(rootOf)).toEqual([]);
  write('base', 'no line at all\npooling/node/after: cpu +8%\npooling/node/after: statements 1 → 2\n');
  expect(committedLines(rootOf)).toEqual([]);
  write('head', 'pooling/node/after: cpu +8 %\npooling/node/after: cpu +9 %\npooling/node/after: statements 1 → 2\n');
  expect(committedLines(rootOf)).toEqual([
    { line: 'pooling/node/after: cpu +8 %', from: '.duet-accept, line 1', spent: true },
    { line: 'pooling/node/after: cpu +9 %', from: '.duet-accept, line 2' },
    { line: 'pooling/node/after: statements 1 → 2', from: '.duet-accept, line 3' },
  ]);
});
