/** `--resume`: finding an interrupted run, and refusing to put together what does not belong together. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { DuetError, EXIT, refused } from '../errors.ts';
import { differences, type Provenance } from '../protocol/continuity.ts';
import { isDiffFolder, isOfWays } from '../results/diff-folder.ts';
import { isLibrariesRun } from '../results/libraries-run.ts';
import { isRunId } from '../results/run-folder.ts';
import type { RunHeader } from '../results/schema.ts';
import { isTuneFolder } from '../results/tune-folder.ts';
import type { ResumableKind, ResumingCommand, RunName, Stored } from './kind.ts';

/**
 * The folder of the run or diff that `--resume` names, as its real path: by a folder, an id, or `latest` for the newest
 * of its kind.
 * @throws DuetError (exit 2) when there is none.
 */
export function findRun(given: string, out: string, kind: RunName): string {
  const candidates = given === 'latest' ? newestFirst(out, kind) : [given, path.join(out, given)];
  const dir = candidates.find((one) => existsSync(path.join(one, 'run.json')));
  if (dir !== undefined) {
    const found = kindOfFolder(dir);
    if (found === kind) return realpathSync(dir);
    throw refused(`${given} is no ${kind}`, `duet ${RESUMED_BY[found]} --resume ${given} continues it`);
  }
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

const RESUMED_BY: Record<RunName, ResumingCommand> = {
  run: 'compare',
  diff: 'diff',
  'run of duet ab': 'ab',
  'run of libraries': 'libraries',
};

function kindOfFolder(dir: string): RunName {
  if (isLibrariesRun(dir)) return 'run of libraries';
  if (!isDiffFolder(dir)) return 'run';
  return isOfWays(dir) ? 'run of duet ab' : 'diff';
}

/** The folders of all runs of a kind, the newest first. */
export function newestFirst(out: string, kind: RunName): string[] {
  const names = existsSync(out) ? readdirSync(out).filter((name) => isRunId(name) && kindOfId(name) === kind) : [];
  return names
    .sort()
    .reverse()
    .map((name) => path.join(out, name));
}

function kindOfId(id: string): RunName {
  if (id.includes('-libraries-')) return 'run of libraries';
  if (id.includes('-ab-')) return 'run of duet ab';
  return id.includes('-diff-') ? 'diff' : 'run';
}

/**
 * What an interrupted run has measured.
 * @throws DuetError (exit 2) when it is finished, or when its plan is not the one that this duet makes of its header.
 */
export function readInterrupted<Summary, Measured extends Stored>(
  kind: ResumableKind<never, Summary, Measured>,
  dir: string,
): Measured {
  const { name, document } = kind;
  const file = path.join(dir, document.data);
  if (existsSync(file) && kind.isFinished(kind.readResults(file))) {
    const report = path.relative('', path.join(dir, Object.keys(document.pages)[0] as string));
    throw refused(`nothing to resume: ${name} ${path.basename(dir)} is finished`, `its report is ${report}`);
  }
  const measured = kind.readMeasured(dir);
  const why = kind.differenceOfPlan(measured);
  if (why === undefined) return measured;
  const { id, command } = measured.header;
  throw refused(
    `${name} ${id} cannot be resumed, because its plan differs: ${why}`,
    `start a new ${name}: duet ${command}`,
  );
}

/**
 * The header of a run that goes on.
 * @param now what its header would be, were it begun now.
 * @throws DuetError that names everything in which its new samples would not be of the same kind: exit 4, or 2 for another
 * version of duet.
 */
export function continueHeader<Header extends Pick<RunHeader, 'id' | 'command' | 'started_at' | 'resumed_at'>>(
  before: Header,
  now: Header,
  provenanceOf: (header: Header) => Provenance,
): Header {
  const found = differences(provenanceOf(before), provenanceOf(now));
  if (found.length === 0) return { ...before, resumed_at: [...(before.resumed_at ?? []), now.started_at] };
  const { id, command } = before;
  const listed = found.map((one) => `\n  ${one.what}: was ${one.before}, is ${one.now}`);
  throw new DuetError(`run ${id} cannot be resumed, because its samples would not be comparable:${listed.join('')}`, {
    exitCode: found.some(({ what }) => what === 'duet') ? EXIT.usage : EXIT.environment,
    hint: `restore what differs, or start a new run: duet ${command}`,
  });
}

/** What a failed run is told, beside its error: how it goes on. */
export function withResumeHint(failure: unknown, dir: string, command: ResumingCommand): unknown {
  if (!(failure instanceof DuetError)) return failure;
  const { message, exitCode, where, hint } = failure;
  const resume = `duet ${command} --resume ${path.relative('', dir)}`;
  const hints = [...(hint === undefined ? [] : [hint]), `${resume} goes on where it stopped`];
  return new DuetError(message, { exitCode, where, hint: hints.join('; '), cause: failure });
}
