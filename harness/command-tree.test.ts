import { expect, test } from 'vitest';
import { makeCommandTree } from './command-tree.ts';

test('a package offers what measures the reader’s services, and refuses the rest by its name', async () => {
  const tree = await makeCommandTree('', true);
  const offered = tree.createHelp().visibleCommands(tree);
  expect(offered.map((command) => command.name())).toEqual(
    expect.arrayContaining(['tune', 'diff', 'report', 'doctor']),
  );
  expect(tree.helpInformation()).not.toMatch(/^ {2}(compare|verify|serve|traps|baseline|history|list)\b/m);
  for (const line of [['compare', '--profile', 'quick'], ['history', 'append', 'latest'], ['list']]) {
    const parsed = makeCommandTree(line[0], true).then((one) => one.parseAsync(line, { from: 'user' }));
    await expect(parsed).rejects.toThrow(`duet ${line[0]} measures the two services of duet's repository`);
  }
});
