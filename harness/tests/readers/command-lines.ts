/** The command lines of pages, and whether the program understands them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CommanderError } from 'commander';
import { parse } from 'shell-quote';
import { makeCommandTree } from '../../command-tree.ts';
import { all } from '../../tasks/docs/commands-page.ts';
import { type Page, root } from '../../tasks/docs/pages.ts';
import { codeBlocks, inlineCode } from './content.ts';

const CALLS = /^(?:make|duet|node_modules\/\.bin\/node harness\/cli\.ts) /;
/** What duet prints begins with its name, too. */
const OUTPUT = '';

/** Every line that calls make or duet, in code blocks (a backslash continues a line) and in running text. */
export function commandLines(page: Page): string[] {
  const lines = codeBlocks(page).flatMap(({ language, text }) =>
    text
      .replace(/\\\n/g, ' ')
      .split('\n')
      .filter((line) => language !== OUTPUT || !/^\s*duet /.test(line)),
  );
  return [...lines, ...inlineCode(page)]
    .map((line) => line.trim().replace(/^- run: /, ''))
    .filter((line) => CALLS.test(line));
}

/**
 * What is wrong with a line that calls make or duet.
 * @returns undefined where it would be carried out.
 */
export async function misunderstood(line: string): Promise<string | undefined> {
  const [first, ...words] = wordsOf(line);
  if (first === 'make') return misunderstoodByMake(words);
  return misunderstoodByDuet(first === 'duet' ? words : words.slice(1));
}

/** As a shell splits it, without a comment at the end. A variable of the shell is any word. */
function wordsOf(line: string): string[] {
  return parse(line, () => 'value').flatMap((part) => {
    if (typeof part === 'string') return [part];
    if ('comment' in part) return [];
    return [part.op === 'glob' ? part.pattern : part.op];
  });
}

async function misunderstoodByMake(words: string[]): Promise<string | undefined> {
  const given = words.filter((word) => word.includes('='));
  const targets = words.filter((word) => !word.includes('='));
  const values = Object.fromEntries(given.map((word) => [word.split('=')[0], word.slice(word.indexOf('=') + 1)]));
  for (const target of targets) {
    const recipe = recipes().get(target);
    if (recipe === undefined) return `the Makefile has no target ${target}`;
    const [, command] = recipe.match(/\$\(DUET\) (.*)/) ?? [];
    const wrong = command === undefined ? undefined : await misunderstoodByDuet(wordsOf(expanded(command, values)));
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** The recipes of the Makefile, by target. */
function recipes(): Map<string, string> {
  const text = readFileSync(path.join(root, 'Makefile'), 'utf8');
  return new Map(
    [...text.matchAll(/^([\w-]+):.*\n((?:\t.*\n?)*)/gm)].map(([, name = '', recipe = '']) => [name, recipe]),
  );
}

/** With the variables that make would put in: $(ARGS), $(or $(ARGS),show) and $${BASE:+"$$BASE"}. */
function expanded(command: string, values: Record<string, string>): string {
  return command
    .replace(/\$\(or \$\((\w+)\),(\w+)\)/g, (_, name, otherwise) => values[name] ?? otherwise)
    .replace(/\$\((\w+)\)/g, (_, name) => values[name] ?? '')
    .replace(/\$\$\{(\w+):\+[^}]*\}/g, (_, name) => values[name] ?? '');
}

async function misunderstoodByDuet(words: string[]): Promise<string | undefined> {
  const tree = await makeCommandTree(words[0]);
  for (const command of all(tree)) command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  // Understood is what would be carried out, which nothing is here.
  for (const command of all(tree)) {
    if (command.commands.length === 0 || command.registeredArguments.length > 0) command.action(() => {});
  }
  try {
    tree.parse(words, { from: 'user' });
  } catch (error) {
    const { code, message } = error as CommanderError;
    return code === 'commander.helpDisplayed' || code === 'commander.version' ? undefined : message;
  }
  return undefined;
}
