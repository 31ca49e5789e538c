/** The command line itself: wrong names are told the right ones, and the help can be believed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, CommanderError } from 'commander';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { makeCommandTree } from '../../command-tree.ts';
import { duet, root } from './duet-process.ts';
import { type OneProcess, openForFile } from './one-process.ts';
import { makePlace, type Place } from './place.ts';
import { preloading } from './preloading.ts';

let place: Place;
let one: OneProcess;
openForFile((opened) => ({ place, one } = opened));

test.each([
  ['comparr', ['Did you mean compare?', 'duet --help']],
  ['compare --pattern pooing', ['Did you mean "pooling"?', 'parallel, streaming, workers, batching, pooling']],
  ['compare --pattern pooling,', ['There is no pattern ""', 'parallel, streaming, workers, batching, pooling']],
  ['compare --stack nod', ['Did you mean "node"?', 'node, python']],
  ['compare --profile quik', ['Did you mean "quick"?', 'smoke, quick, standard, original']],
  ['compare --blocks 0', ['from 1 to 1000']],
  ['compare --blocks 1.5', ['from 1 to 1000']],
  ['compare --seed x', ['from 0 to 2147483647']],
  ['compare --block 3', ['Did you mean --blocks?']],
  ['traps --only lazy-openin', ['Did you mean "lazy-opening"?']],
  ['traps --only threads,fork --stack node', ['cannot be shown in node', 'leave --stack out']],
  ['traps --pattern streaming --only fork', ['fork belongs to none of streaming', 'leave --pattern out']],
  ['libraries --only prism', ['Did you mean "prisma"?']],
  ['libraries --only prisma --stack python', ['there is no prisma in python', 'leave --stack out']],
  ['libraries --only got --pattern pooling', ['got belongs to none of pooling', 'leave --pattern out']],
  ['libraries --minutes 0', ['from 1 to 1440']],
  ['libraries --resume nowhere', ['there is no run of libraries nowhere']],
  ['traps pooling', ['too many arguments']],
  ['compare pooling', ['too many arguments']],
  ['', ['Usage: duet']],
])('duet %s is refused with exit 2 and what would be right', async (line, hints) => {
  const { exitCode, stdout, stderr } = await one.duet(place, line.split(' ').filter(Boolean));
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  for (const hint of hints) expect(stderr).toContain(hint);
  expect(stderr).not.toMatch(/^\s+at /m);
});

const COMMANDS = [
  'compare',
  'verify',
  'serve',
  'report',
  'list',
  'doctor',
  'init',
  'diff',
  'baseline',
  'history',
  'tune',
  'libraries',
  'traps',
];

describe.each([...COMMANDS, 'tune pool'])('duet %s --help', (command) => {
  test('shows examples, each of which is understood', async () => {
    const { exitCode, stdout } = await one.duet(place, [...command.split(' '), '--help']);
    expect(exitCode).toBe(0);
    const examples = [...stdout.matchAll(/^ {2}duet (.+)$/gm)].map((match) => words(match[1] as string));
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(example.join(' ')).toMatch(new RegExp(`^${command}`));
      const parsed = await parse([...example, '--help']);
      // Of the command that it reaches, which may be one below this.
      for (const option of example.filter((word) => word.startsWith('--')))
        expect(parsed.stdout).toContain(`  ${option} `);
      expect(parsed).toMatchObject({ stderr: '', code: 'commander.helpDisplayed' });
    }
  });
});

/**
 * What commander makes of a command line that ends with --help: it is not carried out, but values that are wrong are
 * refused. In this process, because there are many examples.
 */
async function parse(args: string[]): Promise<{ code: string; stdout: string; stderr: string }> {
  const said = { code: 'none', stdout: '', stderr: '' };
  const listen = (command: Command) => {
    command.exitOverride().configureOutput({
      writeOut: (text) => (said.stdout += text),
      writeErr: (text) => (said.stderr += text),
    });
    for (const below of command.commands) listen(below);
  };
  const tree = await makeCommandTree();
  listen(tree);
  try {
    tree.parse(args, { from: 'user' });
  } catch (error) {
    said.code = (error as CommanderError).code;
  }
  return said;
}

/** As a shell splits it, where nothing stands between quotation marks but words. */
const words = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

test('--help does not hide a wrong value before it', async () => {
  expect((await parse(['compare', '--profile', 'quik', '--help'])).code).toBe('commander.invalidArgument');
  expect((await one.duet(place, ['compare', '--profile', 'quik', '--help'])).exitCode).toBe(2);
});

test('duet list --json is JSON', async () => {
  const { exitCode, stdout } = await one.duet(place, ['list', '--json']);
  expect(exitCode).toBe(0);
  const { patterns, stacks, profiles } = JSON.parse(stdout);
  expect(patterns.map(({ name }: { name: string }) => name)).toContain('pooling');
  expect(stacks).toEqual(['node', 'python']);
  expect(profiles.map(({ name }: { name: string }) => name)).toContain('original');
});

describe.concurrent('a process of its own', () => {
  test.each<[what: string, args: string[], exitCode: number]>([
    ['the help', ['--help'], 0],
    ['the refusal of an option', ['compare', '--profile', 'quik'], 2],
    ['the help of a command', ['tune', 'pool', '--help'], 0],
  ])('says the same: %s, and does not wait for what carries commands out', async (_, args, exitCode) => {
    using own = makePlace();
    const list = join(own.dir, 'loaded');
    const outcome = await duet(own, args, { env: preloading(own, listing(list)) });
    expect(outcome.exitCode).toBe(exitCode);
    expect(outcome).toMatchObject(await one.duet(own, args));
    const loaded = readFileSync(list, 'utf8').split('\n');
    expect(loaded.filter((url) => url.endsWith('/harness/program.ts'))).toHaveLength(1);
    // Nor for the formats of results, which are seven hundred modules.
    expect(loaded.filter((url) => /\/(typebox|pg|execa)\/|\/harness\/(runs|protocol)\//.test(url))).toEqual([]);
  });

  test('says the same where --debug asks for the stack', async () => {
    const args = ['report', '--debug', 'nowhere'];
    const { stderr } = await duet(place, args);
    const beginning = (text: string) => text.split('\n').slice(0, 4);
    expect(beginning(stderr)).toEqual(beginning((await one.duet(place, args)).stderr));
    expect(beginning(stderr).at(-1)).toMatch(/^\s+at /);
  });
});

/** Writes down which modules a duet loads. */
const listing = (file: string) => `
  import { appendFileSync } from 'node:fs';
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      appendFileSync(${JSON.stringify(file)}, url + '\\n');
      return next(url, context);
    },
  });`;

test('a reader that leaves early is no error', async () => {
  const command = [process.execPath, join(root, 'harness/cli.ts'), 'list', '--json'];
  const { stderr } = await execa('sh', ['-c', '{ sleep 0.1; "$@"; echo "exit $?" >&2; } | true', 'sh', ...command]);
  expect(stderr).toBe('exit 0');
});
