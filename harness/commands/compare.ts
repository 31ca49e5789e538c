import type { Command } from 'commander';
import { exitCodesHelp } from '../exit-codes.ts';
import { addRunOptions, type RunOptions } from '../options/compare.ts';
import { refuseOtherRun } from '../options/resume.ts';
import { KEPT_RUNS } from '../results/kept.ts';

export function addCompare(program: Command): void {
  addRunOptions(program.command('compare'))
    .description('measure the patterns in both stacks and write one side-by-side report')
    .addHelpText(
      'after',
      `
Examples:
  duet compare
  duet compare --profile original --pattern streaming
  duet compare --pattern pooling,parallel --blocks 8 --seed 42
  duet compare --time-budget 5m
  duet compare --pattern workers,pooling --driver vegeta,wrk
  duet compare --curves --pattern batching,parallel
  duet compare --profile standard --dry-run
  duet compare --resume latest

Runs are kept in out/<run-id>/, out/latest points to the newest; the newest ${KEPT_RUNS} are kept.
${exitCodesHelp(['fine', 'usage', 'disagreement', 'environment', 'invalid', 'interrupted'])}`,
    )
    .action(compare);
}

async function compare(options: RunOptions, command: Command): Promise<void> {
  const { comparison } = await import('../runs/compare/kind.ts');
  const { newRun, restOfRun } = await import('../runs/compare/request.ts');
  const { resumeRun, startRun } = await import('../runs/lifecycle.ts');
  if (options.resume === undefined) return await startRun(comparison, newRun(options), options);
  await resumeRun(comparison, options.resume, options, (earlier, out) => {
    refuseOtherRun(command, options, earlier.header);
    return restOfRun(earlier, out);
  });
}
