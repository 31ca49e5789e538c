import { Command } from 'commander';
import { expect, test } from 'vitest';
import { FIELDS, LIBRARIES } from '../results/library-names.ts';
import { STACKS } from '../results/name-lists.ts';
import { addDeclared } from './declared.ts';
import { chooseLibraries, LIBRARIES_OPTIONS, type LibrariesOptions } from './libraries.ts';

const ALL = FIELDS.flatMap((field) =>
  STACKS.flatMap((stack) => LIBRARIES[field][stack].map((name) => ({ field, stack, name }))),
);
const idOf = ({ field, stack, name }: (typeof ALL)[number]) => `${field}/${stack}/${name}`;

/** The libraries that a command line chooses. */
function chosen(...args: string[]): string[] {
  const command = addDeclared(new Command().exitOverride().configureOutput({ writeErr: () => {} }), LIBRARIES_OPTIONS);
  command.parse(args, { from: 'user' });
  return chooseLibraries(command.opts<LibrariesOptions>(), ALL).map(idOf);
}

test('without options it is all of them', () => {
  expect(chosen()).toEqual(ALL.map(idOf));
});

test('a pattern means its field, and two patterns may have one', () => {
  expect(chosen('--pattern', 'parallel')).toEqual(chosen('--pattern', 'pooling'));
  expect(chosen('--pattern', 'parallel').every((id) => id.startsWith('database/'))).toBe(true);
  expect(chosen('--pattern', 'serving', '--stack', 'node')).toHaveLength(5);
});

test('a name means every library of that name', () => {
  expect(chosen('--only', 'prisma,drizzle')).toEqual(['database/node/prisma', 'database/node/drizzle']);
  expect(chosen('--only', 'duckdb')).toEqual(['streaming/node/duckdb', 'streaming/python/duckdb']);
  expect(chosen('--only', 'django', '--pattern', 'serving')).toEqual(['serving/python/django']);
});

test.each([
  [['--only', 'prisma', '--pattern', 'batching'], 'prisma belongs to none of batching'],
  [['--only', 'prisma', '--stack', 'python'], 'there is no prisma in python'],
  [['--only', 'prism'], 'Did you mean "prisma"?'],
  [['--pattern', 'database'], 'There is no pattern "database"'],
  [['--minutes', '0'], 'It must be a whole number from 1 to 1440'],
])('%j is refused', (args, message) => {
  expect(() => chosen(...args)).toThrow(message);
});
