/** The end of a run, whatever it was: the reports of all that was measured, and the exit code. */
import path from 'node:path';
import { DuetError, EXIT, Interrupted } from '../errors.ts';
import { summarize } from '../protocol/summarize.ts';
import { type RunFolder, toJson } from '../results/run-folder.ts';
import type { RunHeader, Sample } from '../results/schema.ts';
import { printSummary, writeReports } from './write-reports.ts';

/** Failures that the contract foresees: results, not faults of the run. */
const EXPECTED_FAILURES = new Set(['urn:duet:problem:string-too-long']);

interface Conclusion {
  header: RunHeader;
  samples: Sample[];
  failure: unknown;
  folder: RunFolder;
  json: boolean;
}

/** Writes the reports of whatever was measured, then lets the failure, if any, have its exit code. */
export async function conclude({ header, samples, failure, folder, json }: Conclusion): Promise<void> {
  const results = summarize(header, samples, {
    finished_at: new Date().toISOString(),
    status: failure === undefined ? 'complete' : 'partial',
    status_reason: failure === undefined ? null : reasonOf(failure, samples.length, header.planned_trials),
  });
  const files = await writeReports(folder, results);
  folder.publish();
  const relative = (file: string) => path.relative('', path.join(folder.dir, file));
  if (json) process.stdout.write(toJson(results));
  else {
    printSummary(results);
    console.log(
      `\nReport: ${relative(files[0] as string)}\n        ${files.slice(1).map(relative).join('\n        ')}`,
    );
  }
  if (failure !== undefined) throw failure;
  const bad = samples.find(({ failure }) => failure !== undefined && !EXPECTED_FAILURES.has(failure.type));
  if (bad?.failure) {
    throw new DuetError(`a trial failed: ${bad.failure.title}. ${bad.failure.detail}`, {
      exitCode: EXIT.invalid,
      where: { pattern: bad.pattern, stack: bad.stack, variant: bad.variant },
      hint: `the report marks the cell; see ${relative('logs')}`,
    });
  }
}

function reasonOf(failure: unknown, finished: number, planned: number): string {
  const why = failure instanceof Interrupted ? failure.message : (failure as Error).message.split('\n')[0];
  return `${why}; ${finished} of ${planned} trials were finished`;
}
