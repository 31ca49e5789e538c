import path from 'node:path';
import type { Command } from 'commander';
import { baselineOf } from '../diff/baseline/entries.ts';
import { renderBaseline, renderBaselineList } from '../report/baseline/show.ts';
import { refuseUntrustworthy } from '../report/compare/refuse.ts';
import { BASELINES, baselineNames, writeBaseline } from '../results/baselines.ts';
import { readResults, toJson } from '../results/run-folder.ts';
import { findResults } from '../runs/find-results.ts';
import { openBaseline } from '../runs/open-baseline.ts';

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
    .action((given: string, { name, dir, out }: { name: string; dir: string; out: string }) => {
      const results = readResults(findResults(given, out));
      refuseUntrustworthy(results);
      const { file, replaced } = writeBaseline(dir, name, baselineOf(results));
      console.log(`${path.relative('', file)}: run ${results.run.id}${replaced ? ' (replaced)' : ''}`);
    });
  baseline
    .command('show')
    .description('list the baselines, or show one')
    .argument('[name]', 'a name, or a file')
    .option('--dir <folder>', 'where baselines are kept', BASELINES)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExamples:\n  duet baseline show\n  duet baseline show main --json')
    .action((name: string | undefined, { dir, json }: { dir: string; json?: boolean }) => {
      if (name === undefined) return list(dir, json ?? false);
      const baseline = openBaseline(name, dir);
      process.stdout.write(json ? toJson(baseline) : renderBaseline(baseline));
    });
}

function list(dir: string, json: boolean): void {
  const all = baselineNames(dir).map((name) => ({ name, run: openBaseline(name, dir).run }));
  process.stdout.write(json ? toJson(all) : renderBaselineList(dir, all));
}
