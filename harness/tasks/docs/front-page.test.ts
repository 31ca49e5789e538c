/** README.md is a front page: short, with a picture, and with a map of the folders that are there. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { codeBlocks, relativeLinks, section } from '../../tests/readers/content.ts';
import { readPage, repositoryFiles, root } from './pages.ts';

const readme = readPage('README.md');
const MOST_LINES = 150;
const MOST_PICTURE_BYTES = 300_000;

test(`has at most ${MOST_LINES} lines`, () => {
  expect(readme.text.trimEnd().split('\n').length).toBeLessThanOrEqual(MOST_LINES);
});

test('shows a picture that is quickly loaded', () => {
  const pictures = relativeLinks(readme).filter((target) => /\.(?:png|svg)$/.test(target));
  expect(pictures).toHaveLength(1);
  expect(statSync(path.join(root, pictures[0] as string)).size).toBeLessThan(MOST_PICTURE_BYTES);
});

test('has a map that names every folder, and none that is not there', () => {
  const map = codeBlocks({ file: 'README.md', text: section(readme, 'Where things are') })[0]?.text ?? '';
  expect(foldersOfMap(map)).toEqual(foldersOfRepository());
});

/** A line begins with a folder, indented below its parent; further folders in its description lie in that folder. */
function foldersOfMap(map: string): string[] {
  const parents: { indent: number; folder: string }[] = [];
  const named = map.split('\n').flatMap((line) => {
    const [, indent = '', head] = line.match(/^( *)([\w./-]+\/)(?: |$)/) ?? [];
    const isEntry = head !== undefined && indent.length < DESCRIPTIONS;
    if (isEntry) {
      while ((parents.at(-1)?.indent ?? -1) >= indent.length) parents.pop();
      parents.push({ indent: indent.length, folder: `${parents.at(-1)?.folder ?? ''}${head}` });
    }
    const { folder = '' } = parents.at(-1) ?? {};
    const described = isEntry ? line.slice(indent.length + head.length) : line;
    const within = [...described.matchAll(/(?<=^|[\s(])(?:[\w-]+\/)+(?=[\s,.;:)]|$)/g)].map(([name]) => folder + name);
    return [...(isEntry ? [folder] : []), ...within];
  });
  return withParents(named.map((name) => `${name}file`));
}

/** The column from which on a line of the map goes on with the description of the line before. */
const DESCRIPTIONS = 12;

const foldersOfRepository = () => withParents(repositoryFiles());

/** The folders in which files lie, and those in which these lie, in the order of their names. */
function withParents(files: string[]): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = path.dirname(file); folder !== '.'; folder = path.dirname(folder)) folders.add(folder);
  }
  return [...folders].toSorted();
}
