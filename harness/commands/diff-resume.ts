/** `duet diff --resume`: what a diff must still be for its new samples to stand beside its old ones. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { refused } from '../errors.ts';
import { inWords } from '../progress.ts';
import { strangers } from '../protocol/continuity.ts';
import { planDiff } from '../protocol/diff/plan.ts';
import { DIFF_FILE, readDiff, readDiffResults, type StoredDiff } from '../results/diff-folder.ts';
import type { DiffHeader, DiffSide, SideName } from '../results/schema.ts';
import { gatePhasesOf } from './diff-budget.ts';
import { provenanceOf } from './diff-header.ts';
import { type DiffOptions, written } from './diff-options.ts';
import { refuseDifferences } from './resume.ts';

/**
 * What an interrupted diff has measured.
 * @throws DuetError (exit 2) when it is finished, or when its plan is not the one that this duet makes of its header.
 */
export function readInterruptedDiff(dir: string): StoredDiff {
  const file = path.join(dir, DIFF_FILE);
  if (existsSync(file) && readDiffResults(file).status === 'complete') {
    const report = path.relative('', path.join(dir, 'diff.html'));
    throw refused(`nothing to resume: diff ${path.basename(dir)} is finished`, `its report is ${report}`);
  }
  const stored = readDiff(dir);
  const { id, command } = stored.header;
  const [stranger] = strangers(planDiff(stored.header, gatePhasesOf), stored.samples);
  if (stranger === undefined) return stored;
  const why = `its plan differs: trial ${stranger.trial + 1} is of another cell`;
  throw refused(`diff ${id} cannot be resumed, because ${why}`, `start a new one: duet ${command}`);
}

/** A side as it has to be asked for again: a branch may have moved on, its commit has not. */
export const againAs = ({ kind, given, commit }: DiffSide): string | undefined =>
  kind === 'working-tree' ? undefined : kind === 'ref' ? (commit ?? given) : given;

/**
 * The header of a diff that goes on.
 * @param now what its header would be, were it begun now.
 * @throws DuetError when its new samples would not be of the same kind: exit 4, or 2 for another version of duet.
 */
export function continueDiffHeader(before: DiffHeader, now: DiffHeader): DiffHeader {
  refuseDifferences(before, provenanceOf(before), provenanceOf(now));
  return { ...before, resumed_at: [...(before.resumed_at ?? []), now.started_at] };
}

/** Sides and options beside --resume that say something else than the diff's header are refused by name. */
export function refuseOtherDiff(
  command: Command,
  given: { sides: Record<SideName, string | undefined>; options: DiffOptions },
  header: DiffHeader,
): void {
  const { options, sides } = given;
  const recorded: [typed: string, name: keyof DiffOptions, given: unknown, recorded: unknown][] = [
    ['--pattern', 'pattern', options.pattern, header.patterns],
    ['--stack', 'stack', options.stack, header.stacks],
    ['--seed', 'seed', options.seed, header.seed],
    ['--time-budget', 'timeBudget', inWords(options.timeBudget), inWords(header.budget_ms)],
    ['--threshold', 'threshold', written(options.threshold), written(header.thresholds)],
    ['--fail-on', 'failOn', options.failOn, header.fail_on],
    ['--strict', 'strict', options.strict, header.strict],
    ['--counts-only', 'countsOnly', options.countsOnly, header.counts_only],
  ];
  const contradictions = [
    ...(['base', 'head'] as const).flatMap((side) => {
      const before = header.sides[side].given;
      return sides[side] === undefined || sides[side] === before
        ? []
        : [`${sides[side]} as ${side} (it has ${before})`];
    }),
    ...recorded.flatMap(([typed, name, now, before]) =>
      command.getOptionValueSource(name) !== 'cli' || String(now) === String(before)
        ? []
        : [`${typed} ${now} (it has ${before})`],
    ),
    ...(options.alert === undefined ? [] : ['--alert (it has its own)']),
  ];
  if (contradictions.length === 0) return;
  throw refused(
    `--resume continues diff ${header.id} as it was begun, and cannot have ${contradictions.join(', ')}`,
    'leave these out, or start a new diff without --resume',
  );
}
