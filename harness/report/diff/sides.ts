/** The two sides of a diff in words: what was typed, and what it stands for. */
import {
  type Absent,
  type BaseBranch,
  type DiffResults,
  type DiffSide,
  type DiffStackName,
  SIDES,
} from '../../results/schema.ts';
import type { SideNames } from '../../results/side-names.ts';
import { counted, STACK_TITLES } from '../kit/format.ts';

/** "main (0123456)", "working tree (89abcde, with uncommitted changes)"; more of a branch that head has not all of. */
export function sideText({ given, commit, dirty, branch }: Omit<DiffSide, 'runtimes'>): string {
  if (branch !== undefined) return branchPointText(given, commit, branch);
  const known = [...(commit ? [commit.slice(0, 7)] : []), ...(dirty ? ['with uncommitted changes'] : [])];
  return known.length === 0 || given === commit ? given : `${given} (${known.join(', ')})`;
}

/** "main at af6e7d1, merge base 9a97633; main has 4 commits that head does not have". */
function branchPointText(given: string, commit: string | null, branch: BaseBranch): string {
  const { ahead, merge_bases: many } = branch;
  const taken: Record<BaseBranch['compared'], string> = {
    'merge-base': `merge base ${commit?.slice(0, 7)}${many === undefined ? '' : `, one of ${many}`}`,
    exact: 'taken as it is with --exact-base',
    'contains-head': 'which contains head',
    unrelated: 'which has no commit in common with head',
  };
  const lacking = `${given} has ${counted(ahead, 'commit')} that head does not have`;
  return `${given} at ${branch.commit.slice(0, 7)}, ${taken[branch.compared]}; ${lacking}`;
}

export const sideColumns = ({ base, head }: SideNames): string[] => ['fact', base, head];

/** The two sides, fact by fact. */
export function sideRows({ run: { sides, stacks } }: DiffResults): string[][] {
  const both = (label: string, value: (side: DiffSide) => string) => [
    label,
    ...SIDES.map((name) => value(sides[name])),
  ];
  // Of a reader's service nobody knows what it runs on.
  const own = stacks.filter((stack) => stack !== 'service');
  const services = [...new Set(SIDES.flatMap((name) => Object.keys(sides[name].sources)))];
  return [
    both('given as', ({ given }) => given),
    ...(sides.base.branch === undefined ? [] : [both('branch', branchText)]),
    both('commit', ({ commit, dirty }) => `${commit ?? 'none'}${dirty ? ', with uncommitted changes' : ''}`),
    ...own.map((stack) => both(`${STACK_TITLES[stack]} runtime`, ({ runtimes }) => runtimes[stack] ?? 'unknown')),
    ...own.map((stack) => both(`${STACK_TITLES[stack]} dependencies`, (side) => dependencies(side, stack))),
    ...services.map((name) => {
      const [base, head] = SIDES.map((side) => sides[side].sources[name]);
      const same = base === head ? ' (the same)' : '';
      return both(`sources of ${name}`, ({ sources }) => `${sources[name]?.slice(0, 12) ?? 'none'}${same}`);
    }),
  ];
}

function dependencies({ dependencies }: DiffSide, stack: DiffStackName): string {
  const kind = dependencies[stack];
  if (kind === undefined) return 'unknown';
  return kind === 'shared' ? 'those of the harness, because the lock files are equal' : 'its own, from its lock file';
}

function branchText({ given, branch }: DiffSide): string {
  if (branch === undefined) return '';
  const ahead = `${branch.commit}, ${counted(branch.ahead, 'commit')} that head does not have`;
  return branch.compared === 'merge-base' ? `${given} is at ${ahead}; its merge base with head is compared` : ahead;
}

const KINDS: Record<Absent['kind'], string> = {
  submodule: 'a submodule, is not checked out',
  'lfs-pointer': 'a Git LFS file, is only a pointer',
};

/** Content that neither side was given, or that only one side names. */
export function absentLines(sides: Record<'base' | 'head', Pick<DiffSide, 'absent'>>): string[] {
  const all = SIDES.flatMap((side) => (sides[side].absent ?? []).map((each) => ({ ...each, side })));
  return [...Map.groupBy(all, ({ path }) => path)].map(([path, some]) => {
    const where = some.length > 1 ? 'on either side' : `in ${some[0]?.side}`;
    const { kind, fix } = some.at(-1) as Absent;
    return `${path}, ${KINDS[kind]} ${where}: \`${fix}\` brings its content`;
  });
}
