/** The answers to a newcomer's questions lead to files that exist. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { section } from '../../tests/readers/content.ts';
import { readPage, root } from './pages.ts';

const page = readPage('harness/docs/architecture.md');
const answers = [...section(page, 'Where is …?').matchAll(/^\| (.+\?) +\| (.+?) +\|$/gm)].map(
  ([, question, answer]) => ({
    question: question as string,
    paths: [...(answer as string).matchAll(/`([^`]+)`/g)].map(([, file]) => file as string),
  }),
);

test('ten questions have an answer', () => {
  expect(answers).toHaveLength(10);
  expect(answers.filter(({ paths }) => paths.length === 0)).toEqual([]);
});

test.for(answers.map(({ question, paths }) => [question, paths] as const))('%s', ([, paths]) => {
  expect(paths.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
