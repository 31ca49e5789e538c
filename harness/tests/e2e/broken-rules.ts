/** Runs in which a rule of validity is broken for real: starting them, watching them, and what holds for all of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { distrustText } from '../../report/kit/validity.ts';
import { readResults } from '../../results/run-folder.ts';
import type { Rule, Sample, Validity } from '../../results/schema.ts';
import { type DuetProcess, startDuet, until } from './duet-process.ts';
import { type Place, runFolders, sampleLines } from './place.ts';
import { preloading } from './preloading.ts';

/** One block of one pattern, in the profile that says everything works, or in one whose trials a busy machine spoils. */
export const compare = (profile: 'smoke' | 'quick', pattern: string, blocks = 1) => [
  ...['compare', '--stack', 'node', '--profile', profile, '--pattern', pattern, '--blocks', String(blocks)],
];

export const samplesOf = (place: Place) => sampleLines(place).map((line) => JSON.parse(line) as Sample);

/** The trials that broke a rule, so far. */
export const broken = (place: Place, rule: Rule) =>
  samplesOf(place).filter(({ invalid = [] }) => invalid.some((one) => one.rule === rule));

/** The trial that is being measured, as the progress on stderr names it. */
export const underWay = ({ printed }: DuetProcess) => printed.stderr.trimEnd().split('\n').at(-1) ?? '';
export const untilTrial = (run: DuetProcess, cell: string) =>
  until(run, cell, () => underWay(run).includes(`  ${cell}`));

export const isOver = ({ printed }: DuetProcess) => printed.stderr.includes('duet: ended after');

/** Runs a module in the harness, and in no other process, before its own code. `on` is a file that switches it on. */
export function startDuetWith(place: Place, module: string, args: string[]) {
  const on = join(place.dir, 'on');
  const env = preloading(
    place,
    `import { existsSync } from 'node:fs';\nconst on = () => existsSync(${JSON.stringify(on)});\n${module}`,
  );
  return { run: startDuet(place, args, { env }), on };
}

/** Waits for the end, and checks what holds for every run in which a rule was broken: it noticed, and tried once more. */
export async function conclude(place: Place, run: DuetProcess, rule: Rule): Promise<Validity> {
  const { exitCode, stdout, stderr } = await run.ended;
  const found = broken(place, rule);
  expect(found, stderr).not.toEqual([]);
  const folder = runFolders(place)[0] as string;
  const { status, validity } = readResults(join(folder, 'results.json'));
  expect(status, stderr).toBe('complete');
  expect(validity?.reasons.map((reason) => reason.rule)).toContain(rule);
  const [first] = found;
  for (const text of [stdout, readFileSync(join(folder, 'report.md'), 'utf8')]) expect(text).toContain('repeated');
  expect(samplesOf(place)).toContainEqual(expect.objectContaining({ trial: first?.trial, attempt: 2 }));
  // What else this machine does may break further rules; the code follows from what was left.
  expect(exitCode, stderr).toBe(validity?.trustworthy ? 0 : 5);
  if (exitCode === 5) expect(stderr).toContain(`duet: this run is invalid: ${validity && distrustText(validity)}`);
  return validity as Validity;
}
