import type { Command } from 'commander';
import { BASELINES } from '../results/kept.ts';
import type { SaveOptions, ShowOptions } from '../runs/baseline.ts';

export function addBaseline(program: Command): void {
  const baseline = program
    .command('baseline')
    .description('keep the metrics of a run under a name, for `duet diff --baseline`')
    .addHelpText(
      'after',
      `
Examples:
  duet baseline save --name main
  duet baseline save out/latest/results.json --name v2 --dir perf/baselines
  duet baseline show
  duet baseline show main

A baseline holds counts, gains, ratios of the stacks and values with their intervals, and the environment they were
measured in: some 30 kB, to be committed. Runs of the standard profile make better ones than quick runs, whose
intervals are wide.`,
    );
  baseline
    .command('save')
    .description('store the metrics of a run')
    .argument('[results]', 'a results.json, the folder or the id of a run, or latest', 'latest')
    .requiredOption('--name <name>', 'its name; an existing baseline of that name is replaced')
    .option('--dir <folder>', 'where baselines are kept', BASELINES)
    .option('--out <folder>', 'where runs are', 'out')
    .addHelpText('after', '\nExample:\n  duet baseline save latest --name main')
    .action(async (given: string, options: SaveOptions) => {
      const { saveBaseline } = await import('../runs/baseline.ts');
      saveBaseline(given, options);
    });
  baseline
    .command('show')
    .description('list the baselines, or show one')
    .argument('[name]', 'a name, or a file')
    .option('--dir <folder>', 'where baselines are kept', BASELINES)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExamples:\n  duet baseline show\n  duet baseline show main --json')
    .action(async (name: string | undefined, options: ShowOptions) => {
      const { showBaselines } = await import('../runs/baseline.ts');
      showBaselines(name, options);
    });
}
