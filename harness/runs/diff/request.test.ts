import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addDiffOptions, type DiffOptions } from '../../options/diff.ts';
import { refuseOtherDiff } from '../../options/resume.ts';
import type { BaseBranch } from '../../results/schema.ts';
import { goldenHeader } from '../../tests/golden/golden-header.ts';
import { againAs } from './request.ts';

const headerWith = (compared: BaseBranch['compared']) => {
  const header = goldenHeader({ base: [], head: [] });
  const branch = { commit: 'af6e7d1bbbbb', ahead: 4, compared };
  header.sides = { ...header.sides, base: { ...header.sides.base, commit: '9a97633aaaaa', branch } };
  return header;
};

const resume = (header: ReturnType<typeof headerWith>, ...args: string[]) => {
  const command = addDiffOptions(new Command('diff')).exitOverride();
  const options = command.parse(['--resume', 'latest', ...args], { from: 'user' }).opts<DiffOptions>();
  refuseOtherDiff(command, { sides: { base: 'main', head: undefined }, options }, header);
};

test('a diff with a merge base goes on with that commit, wherever the branch is now', () => {
  expect(againAs(headerWith('merge-base').sides.base)).toBe('9a97633aaaaa');
  expect(() => resume(headerWith('merge-base'))).not.toThrow();
});

test('--exact-base is refused for a diff that has the merge base, and only there', () => {
  const refusal = expect.objectContaining({ exitCode: 2, message: expect.stringContaining('it has the merge base') });
  expect(() => resume(headerWith('merge-base'), '--exact-base')).toThrow(refusal);
  expect(() => resume(headerWith('exact'), '--exact-base')).not.toThrow();
});
