/** `--resume`: finding an interrupted run, and refusing to put together what does not belong together. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { DuetError, EXIT, refused } from '../errors.ts';
import { inWords } from '../progress.ts';
import { differences, type Provenance, strangers } from '../protocol/continuity.ts';
import { countTrials, planOf } from '../protocol/plan.ts';
import { isDiffFolder } from '../results/diff-folder.ts';
import { isRunId, readResults, readRun, type StoredRun } from '../results/run-folder.ts';
import type { RunHeader } from '../results/schema.ts';
import { isTuneFolder } from '../results/tune-folder.ts';
import type { RunOptions } from './options.ts';

/**
 * The folder of the run or diff that `--resume` names, as its real path: by a folder, an id, or `latest` for the newest
 * of its kind.
 * @throws DuetError (exit 2) when there is none.
 */
export function findRun(given: string, out: string, kind: 'run' | 'diff' = 'run'): string {
  const candidates = given === 'latest' ? newestFirst(out, kind) : [given, path.join(out, given)];
  const dir = candidates.find((one) => existsSync(path.join(one, 'run.json')));
  if (dir !== undefined && isDiffFolder(dir) !== (kind === 'diff')) {
    throw refused(
      `${given} is no ${kind}`,
      `duet ${kind === 'diff' ? 'compare' : 'diff'} --resume ${given} goes on with it`,
    );
  }
  if (dir !== undefined) return realpathSync(dir);
  if (given !== 'latest' && candidates.some(isTuneFolder)) {
    throw refused(`nothing to resume: ${given} is a tuning`, 'start it again with the command in its report');
  }
  if (given !== 'latest' && candidates.some((one) => existsSync(path.join(one, 'logs')))) {
    throw refused(`nothing to resume: ${given} was stopped before its first trial`, 'start it again');
  }
  throw refused(
    `there is no ${kind} ${given} in ${out}`,
    'name its folder or its id; `latest` is the newest run of --out',
  );
}

/**
 * What an interrupted run has measured.
 * @throws DuetError (exit 2) when it is finished, or when its plan is not the one that this duet makes of its header.
 */
export function readInterrupted(dir: string): StoredRun {
  const results = path.join(dir, 'results.json');
  if (existsSync(results) && readResults(results).status === 'complete') {
    const report = path.relative('', path.join(dir, 'report.html'));
    throw refused(`nothing to resume: run ${path.basename(dir)} is finished`, `its report is ${report}`);
  }
  const run = readRun(dir);
  const plan = planOf(run.header);
  const { id, planned_trials, command } = run.header;
  const why =
    countTrials(plan) === planned_trials
      ? strangers(plan, run.samples).map(({ trial }) => `trial ${trial + 1} is of another cell`)[0]
      : `its header plans ${planned_trials} trials, this duet would make ${countTrials(plan)}`;
  if (why === undefined) return run;
  throw refused(`run ${id} cannot be resumed, because its plan differs: ${why}`, `start a new run: duet ${command}`);
}

/** The folders of all runs or all diffs, the newest first. */
export function newestFirst(out: string, kind: 'run' | 'diff'): string[] {
  const names = existsSync(out)
    ? readdirSync(out).filter((name) => isRunId(name) && isDiffId(name) === (kind === 'diff'))
    : [];
  return names
    .sort()
    .reverse()
    .map((name) => path.join(out, name));
}

/** Options beside --resume that say something else than the run's header are refused by name. */
export function refuseContradictions(command: Command, options: RunOptions, header: RunHeader): void {
  const recorded: Partial<Record<keyof RunOptions, unknown>> = {
    profile: header.profile,
    pattern: header.patterns,
    stack: header.stacks,
    seed: header.seed,
    blocks: header.time_budget ? 'a time budget' : header.fewer_blocks ? 'those of its profile' : header.blocks,
    timeBudget: header.time_budget?.budget_ms,
    curves: header.curves !== undefined,
  };
  const contradiction = (typed: string, name: keyof RunOptions) =>
    `${typed} (the run has ${shown(name, recorded[name])})`;
  const contradictions = command.options.flatMap((option) => {
    const name = option.attributeName() as keyof RunOptions;
    const given = options[name];
    const isGiven = name in recorded && command.getOptionValueSource(name) === 'cli';
    if (!isGiven || String(given) === String(recorded[name])) return [];
    // An option and its --no- twin have one value; named is the one that was typed.
    if (typeof given === 'boolean') return option.negate === given ? [] : [contradiction(`${option.long}`, name)];
    return [contradiction(`${option.long} ${shown(name, given)}`, name)];
  });
  if (contradictions.length === 0) return;
  throw refused(
    `--resume continues run ${header.id} as it was begun, and cannot have ${contradictions.join(', ')}`,
    'leave these options out, or start a new run without --resume',
  );
}

function shown(name: keyof RunOptions, value: unknown): string {
  if (value === undefined || value === false) return 'none';
  if (value === true) return 'them';
  return name === 'timeBudget' ? inWords(Number(value)) : String(value);
}

/**
 * The header of a run that goes on.
 * @param now what its header would be, were it begun now.
 * @throws DuetError when its new samples would not be of the same kind: exit 4, or 2 for another version of duet.
 */
export function continueHeader(before: RunHeader, now: RunHeader): RunHeader {
  refuseDifferences(before, before, now);
  return { ...before, resumed_at: [...(before.resumed_at ?? []), now.started_at] };
}

/** @throws DuetError that names everything in which a run or diff would not go on as it began. */
export function refuseDifferences(
  { id, command }: Pick<RunHeader, 'id' | 'command'>,
  before: Provenance,
  now: Provenance,
): void {
  const found = differences(before, now);
  if (found.length === 0) return;
  const listed = found.map(({ what, before, now }) => `\n  ${what}: was ${before}, is ${now}`);
  throw new DuetError(`run ${id} cannot be resumed, because its samples would not be alike:${listed.join('')}`, {
    exitCode: found.some(({ what }) => what === 'duet') ? EXIT.usage : EXIT.environment,
    hint: `restore what differs, or start a new run: duet ${command}`,
  });
}

/** What a failed run is told, beside its error: how it goes on. */
export function withResumeHint(failure: unknown, dir: string, command = 'compare'): unknown {
  if (!(failure instanceof DuetError)) return failure;
  const { message, exitCode, where, hint } = failure;
  const resume = `duet ${command} --resume ${path.relative('', dir)}`;
  const hints = [...(hint === undefined ? [] : [hint]), `${resume} goes on where it stopped`];
  return new DuetError(message, { exitCode, where, hint: hints.join('; '), cause: failure });
}

const isDiffId = (id: string) => id.includes('-diff-');
