/** The end of a run, whatever it was: the reports of all that was measured, and the exit code. */
import path from 'node:path';
import { DuetError, EXIT, Interrupted } from '../errors.ts';
import { summarize } from '../protocol/summarize.ts';
import { withCurves } from '../protocol/summarize-curves.ts';
import { type RunFolder, toJson } from '../results/run-folder.ts';
import type { CurveSample, RunHeader, Sample, Validity } from '../results/schema.ts';
import { printSummary, writeReports } from './write-reports.ts';

interface Conclusion {
  header: RunHeader;
  samples: Sample[];
  curveSamples: CurveSample[];
  failure: unknown;
  folder: RunFolder;
  json: boolean;
}

/** Writes the reports of whatever was measured, then lets the failure, if any, have its exit code. */
export async function conclude({ header, samples, curveSamples, failure, folder, json }: Conclusion): Promise<void> {
  const summary = summarize(header, samples, {
    finished_at: new Date().toISOString(),
    status: failure === undefined ? 'complete' : 'partial',
    status_reason: failure === undefined ? null : reasonOf(failure),
  });
  const results = withCurves(summary, curveSamples);
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
  if (results.validity?.trustworthy === false) throw runInvalid(results.validity, relative('logs'));
}

/** The reports are written; nobody should trust the numbers in them. */
function runInvalid({ distrust, reasons: [most] }: Validity, logs: string): DuetError {
  const example = most === undefined ? '' : `. Most often (${most.rule}): ${most.example}`;
  const ofTheMachine = most?.rule === 'foreign-cpu' || most?.rule === 'driver-late' || most?.rule === 'clock-jumped';
  return new DuetError(`this run is invalid: ${distrust}${example}`, {
    exitCode: EXIT.invalid,
    hint: ofTheMachine ? 'run it again on an idle machine' : `the report has every reason; see also ${logs}`,
  });
}

/** The failure in one line, for the reports. */
export function reasonOf(failure: unknown): string {
  return failure instanceof Interrupted ? failure.message : ((failure as Error).message.split('\n')[0] as string);
}
