import { type Command, Option } from 'commander';
import { profileName, serviceName } from '../options/values.ts';
import { PROFILES } from '../results/name-lists.ts';
import type { AppendOptions, DrawOptions } from '../runs/history.ts';

const FILE = 'history.jsonl';

export function addHistory(program: Command): void {
  const history = program
    .command('history')
    .description('draw how the gains of each pattern changed from run to run')
    .argument('[file]', 'a file that `duet history append` made', FILE)
    .addOption(
      new Option('--profile <name>', 'show the runs of this profile (default: that of the newest run)')
        .choices(PROFILES)
        .argParser(profileName),
    )
    .addOption(
      new Option(
        '--service <name>',
        'draw the runs of one service (default: all, and what moved most of several)',
      ).argParser(serviceName),
    )
    .option('--html <file>', 'where the page is written (default: beside the history, as .html)')
    .addHelpText(
      'after',
      `
Examples:
  duet history
  duet history perf/history.jsonl --profile standard
  duet history append latest --file history.jsonl
  duet history append latest --service orders
  duet history --service orders

The file has a line per run: date, commit, profile, gains with intervals, and two fingerprints. Where how it was measured
changes (harness, tables, sizes), a line is broken; where the environment does, there is a mark: a gain, being a ratio on
one machine, means much the same on the next.`,
    )
    .action(async (file: string, options: DrawOptions) => {
      const { drawHistory } = await import('../runs/history.ts');
      await drawHistory(file, options);
    });
  history
    .command('append')
    .description('add a run to a history; a run that it already has is not added again')
    .argument('[results]', 'a results.json, the folder or the id of a run, or latest', 'latest')
    .option('--file <file>', 'the history', FILE)
    .addOption(
      new Option(
        '--service <name>',
        'what was measured, where a history holds the runs of several services, e.g. of several repositories',
      ).argParser(serviceName),
    )
    .option('--out <folder>', 'where runs are', 'out')
    .addHelpText('after', '\nExample:\n  duet history append latest --file history.jsonl')
    .action(async (given: string, _options: AppendOptions, command: Command) => {
      const { appendToHistory } = await import('../runs/history.ts');
      // An option that the command above has, too, is read as its.
      await appendToHistory(given, command.optsWithGlobals<AppendOptions>());
    });
}
