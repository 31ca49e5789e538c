/** The folder of a run: what is written when, and how it is read again. */
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import path from 'node:path';
import { writeAtomically } from '../atomic-write.ts';
import { explainFileErrors, makeFolder } from '../file-errors.ts';
import { readLines, readVersions } from './documents.ts';
import type { LibrariesHeader } from './libraries-run.ts';
import type { LibrarySample } from './library-samples.ts';
import {
  CurveSample,
  type DiffHeader,
  FinishedPhase,
  type FinishedWindow,
  OlderResults,
  RESULTS_VERSION,
  Results,
  RUN_VERSION,
  RunHeader,
  Sample,
  type StoredResults,
  Timeline,
} from './schema.ts';

export interface RunFolder {
  readonly dir: string;
  writeHeader(header: RunHeader | DiffHeader | LibrariesHeader): void;
  appendSample(sample: Sample): void;
  appendLibrarySample(sample: LibrarySample): void;
  appendPhase(phase: FinishedPhase): void;
  appendCurveSample(sample: CurveSample): void;
  appendTimeline(timeline: Timeline): void;
  appendWindow(window: FinishedWindow): void;
  /** Cuts off what a power cut left of a last line, so that the next line starts on its own. */
  mend(): void;
  /** Writes one file under a temporary name and renames it, so that no reader sees half of it. */
  write(name: string, text: string): void;
  /** Points out/latest here. @throws DuetError (exit 4) where something else has that name, or a link cannot be made. */
  publish(): void;
  /** For a run that ended before anything was started or written: no log, no header. */
  removeIfEmpty(): void;
}

export function createRunFolder(out: string, id: string): RunFolder {
  // Absolute: where the working folder has been deleted, mkdir of a relative path looks for a parent for ever.
  const dir = path.resolve(out, id);
  explainFileErrors(`make the run folder ${dir}`, () => makeFolder(path.join(dir, 'logs')));
  return openRunFolder(dir);
}

export function openRunFolder(given: string): RunFolder {
  const dir = path.resolve(given);
  const write = (name: string, text: string) => writeWhole(path.join(dir, name), text);
  const append = (name: string, value: unknown) =>
    explainFileErrors(`append to ${name}`, () => appendFileSync(path.join(dir, name), `${JSON.stringify(value)}\n`));
  return {
    dir,
    write,
    writeHeader: (header) => write('run.json', toJson(header)),
    appendSample: (sample) => append('samples.jsonl', sample),
    appendLibrarySample: (sample) => append('samples.jsonl', sample),
    appendPhase: (phase) => append('phases.jsonl', phase),
    appendCurveSample: (sample) => append('curves.jsonl', sample),
    appendTimeline: (timeline) => append('timelines.jsonl', timeline),
    appendWindow: (window) => append('windows.jsonl', window),
    mend() {
      for (const name of readdirSync(dir).filter((file) => file.endsWith('.jsonl'))) cutTornLine(path.join(dir, name));
    },
    publish() {
      const link = path.join(path.dirname(dir), 'latest');
      const temporary = `${link}.${process.pid}`;
      explainFileErrors(`point ${link} to this run, whose reports are written`, () => {
        rmSync(temporary, { force: true });
        symlinkSync(path.basename(dir), temporary);
        try {
          renameSync(temporary, link);
        } catch (error) {
          rmSync(temporary, { force: true });
          throw error;
        }
      });
    },
    removeIfEmpty() {
      if (existsSync(path.join(dir, 'run.json')) || readdirSync(path.join(dir, 'logs')).length > 0) return;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const toJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** @throws DuetError (exit 2) when it is no results.json of a version that is known. */
export function readResults(file: string): StoredResults {
  return readVersions<typeof Results | typeof OlderResults>(file, 'duet-results', {
    1: OlderResults,
    2: Results,
    [RESULTS_VERSION]: Results,
  });
}

/** A run as it stands on disk, also one that did not come to its end. */
export interface StoredRun {
  header: RunHeader;
  samples: Sample[];
  phases: FinishedPhase[];
  /** The samples of the break-even curves. */
  curveSamples: CurveSample[];
  /** The last one of a cell counts, where it was traced several times. */
  timelines: Timeline[];
}

/** Torn last lines are left out. Throws DuetError (exit 2) for anything else that does not fit the format. */
export function readRun(dir: string): StoredRun {
  return {
    header: readVersions(path.join(dir, 'run.json'), 'duet-run', {
      1: RunHeader,
      2: RunHeader,
      [RUN_VERSION]: RunHeader,
    }),
    samples: readLines(path.join(dir, 'samples.jsonl'), Sample),
    phases: readLines(path.join(dir, 'phases.jsonl'), FinishedPhase),
    curveSamples: readLines(path.join(dir, 'curves.jsonl'), CurveSample),
    timelines: readLines(path.join(dir, 'timelines.jsonl'), Timeline),
  };
}

/** In bytes: a character of several of them may be what was torn. */
function cutTornLine(file: string): void {
  explainFileErrors(`mend ${file}`, () => truncateSync(file, readFileSync(file).lastIndexOf('\n') + 1));
}

function writeWhole(file: string, text: string): void {
  explainFileErrors(`write ${file}`, () => {
    makeFolder(path.dirname(file));
    writeAtomically(file, text);
  });
}

/** The shape of a run's id, by which its folder is told from anything else in out/. */
const RUN_ID = /^\d{8}-\d{6}-[a-z]+-[0-9a-f]{4}$/;

export const isRunId = (name: string) => RUN_ID.test(name);

/** Removes all but the newest `keep` runs. Ids sort by time; `current` always stays. */
export function pruneRuns(out: string, keep: number, current: string): void {
  const runs = readdirSync(out).filter((name) => isRunId(name) && name !== current);
  for (const name of runs.sort().slice(0, Math.max(0, runs.length - (keep - 1)))) {
    try {
      rmSync(path.join(out, name), { recursive: true, force: true });
    } catch {} // another user's: it is in nobody's way
  }
}
