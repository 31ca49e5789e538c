/** What sets one kind of run apart from the others; what they have in common is in lifecycle.ts. */
import type { Progress } from '../progress.ts';
import type { Document } from '../report/kit/document.ts';
import type { RunFolder } from '../results/run-folder.ts';
import type { Results, RunHeader } from '../results/schema.ts';

/** How a run ended, as its results say it. */
export type Ending = Pick<Results, 'finished_at' | 'status' | 'status_reason'>;

/** A run that is being measured. */
export interface UnderWay<Summary> {
  folder: RunFolder;
  signal: AbortSignal;
  progress: Progress;
  /** Says how all that is measured by the end will be summarized. Until then there is nothing to report. */
  reportWith(summarize: (ending: Ending) => Summary): void;
}

/** Those with `--resume`. */
export type ResumingCommand = 'compare' | 'diff' | 'ab' | 'libraries';

/** What people call a run, by its kind. */
export type RunName = 'run' | 'diff' | 'run of duet ab' | 'run of libraries';

export interface RunKind<Request, Summary> {
  document: Document<Summary>;
  /** The command whose `--resume` goes on with an interrupted run; absent where none does. */
  command?: ResumingCommand;
  /** Measures what is requested. It may throw at any time: what was measured by then is reported. */
  measure(request: Request, run: UnderWay<Summary>): Promise<void>;
  /** Tells others than the reader of the terminal, once the reports are written. */
  announce?(summary: Summary): void;
  /**
   * What the command ends with, once everything is written and printed: an error that has the exit code, or undefined.
   * @param failure what ended the run too early, if anything did.
   * @param dir the folder of the run, from here.
   */
  outcome(summary: Summary, failure: unknown, dir: string): unknown;
}

/** A kind whose runs have a plan, and go on with it after an interruption. */
export interface ResumableKind<Request, Summary, Measured> extends RunKind<Request, Summary> {
  name: RunName;
  command: ResumingCommand;
  /** Prints what is left to be measured, for `--dry-run`. */
  printPlan(request: Request): void;
  /** @throws DuetError for what cannot be measured on this machine. Called before anything is written. */
  refuse?(request: Request): void;
  /** @throws DuetError (exit 2) for a file that does not hold results of this kind. */
  readResults(file: string): Summary;
  /** Whether nothing is left to be measured. */
  isFinished(summary: Summary): boolean;
  /** @throws DuetError (exit 2) for a folder that does not hold a run of this kind. */
  readMeasured(dir: string): Measured;
  /** In what the plan of a stored run is not the one that this duet makes of its header, if in anything. */
  differenceOfPlan(measured: Measured): string | undefined;
  summarize(measured: Measured, ending: Ending): Summary;
}

/** What a request to start a run, or to go on with one, says whatever its kind. */
export interface ResumableRequest {
  header: Pick<RunHeader, 'id'>;
  /** The folder that holds the folders of all runs. */
  out: string;
}

/** What an interrupted run has left on disk, whatever its kind. */
export interface Stored {
  header: Pick<RunHeader, 'id' | 'command' | 'started_at'>;
  samples: { at: string }[];
  curveSamples?: { at: string }[];
}
