import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { DuetError, EXIT } from '../errors.ts';
import { judgeDiff } from '../gate/judge-diff.ts';
import { summarize } from '../protocol/summarize.ts';
import { withCurves } from '../protocol/summarize-curves.ts';
import { DIFF_FILE, isDiffFolder, readDiff, readDiffResults } from '../results/diff-folder.ts';
import { openRunFolder, readResults, readRun } from '../results/run-folder.ts';
import type { DiffResults, Results } from '../results/schema.ts';
import { isTuneFolder, readTuneResults, TUNE_FILE } from '../results/tune-folder.ts';
import { printDiffSummary, writeDiffReports } from './write-diff-reports.ts';
import { printSummary, writeReports } from './write-reports.ts';
import { printTuneSummary, writeTuneReports } from './write-tune-reports.ts';

export function addReport(program: Command): void {
  program
    .command('report')
    .description(
      'write the reports again, from results.json, diff.json or tune.json, or from the samples of an interrupted run',
    )
    .argument('[path]', 'a results.json, a diff.json, a tune.json or the folder of a run', 'out/latest')
    .addHelpText('after', '\nExamples:\n  duet report\n  duet report out/latest/results.json')
    .action(async (given: string) => {
      const place = find(given);
      const folder = openRunFolder(place.dir);
      const relative = (file: string) => path.relative('', path.join(place.dir, file));
      if (place.kind === 'tune') {
        const results = readTuneResults(place.file);
        printTuneSummary(results, (await writeTuneReports(folder, results)).map(relative));
        return;
      }
      if (place.kind === 'diff') {
        const results = loadDiff(place);
        printDiffSummary(results, (await writeDiffReports(folder, results)).map(relative));
        return;
      }
      const results = load(place);
      const files = await writeReports(folder, results);
      printSummary(results);
      console.log(files.map(relative).join('\n'));
    });
}

interface Place {
  dir: string;
  /** Where the results stand, if they were written. */
  file: string;
  kind: Kind;
}

type Kind = 'run' | 'diff' | 'tune';

const FILES: Record<Kind, string> = { run: 'results.json', diff: DIFF_FILE, tune: TUNE_FILE };

function find(given: string): Place {
  if (!existsSync(given)) {
    throw new DuetError(`there is no ${given}`, {
      exitCode: EXIT.usage,
      hint: 'give a results.json, a diff.json, a tune.json or the folder of a run; `make compare` makes one',
    });
  }
  const isFolder = statSync(given).isDirectory();
  const dir = isFolder ? given : path.dirname(given);
  const kind = isFolder ? kindOfFolder(dir) : kindOfFile(given);
  return { dir, file: isFolder ? path.join(dir, FILES[kind]) : given, kind };
}

function kindOfFolder(dir: string): Kind {
  if (isTuneFolder(dir)) return 'tune';
  return isDiffFolder(dir) ? 'diff' : 'run';
}

function kindOfFile(file: string): Kind {
  const name = path.basename(file);
  return name === TUNE_FILE ? 'tune' : name === DIFF_FILE ? 'diff' : 'run';
}

/** Of a run that was killed, its samples say what it found. */
const KILLED = { status: 'partial' as const, status_reason: 'The run did not come to its end' };

function loadDiff({ dir, file }: Place): DiffResults {
  if (existsSync(file)) return readDiffResults(file);
  const { header, samples } = readDiff(dir);
  return judgeDiff(header, samples, { finished_at: samples.at(-1)?.at ?? header.started_at, ...KILLED });
}

function load({ dir, file }: Place): Results {
  if (existsSync(file)) return readResults(file);
  const { header, samples, curveSamples } = readRun(dir);
  const last = curveSamples.at(-1)?.at ?? samples.at(-1)?.at ?? header.started_at;
  return withCurves(summarize(header, samples, { finished_at: last, ...KILLED }), curveSamples);
}
