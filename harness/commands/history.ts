import path from 'node:path';
import { type Command, Option } from 'commander';
import { writeAtomically } from '../atomic-write.ts';
import { historyEntryOf } from '../compare/history-entry.ts';
import { trendView } from '../compare/trends.ts';
import { DuetError, EXIT } from '../errors.ts';
import { explainFileErrors } from '../file-errors.ts';
import { profileName } from '../options/values.ts';
import { refuseUntrustworthy } from '../report/compare/refuse.ts';
import { renderHistorySummary } from '../report/history/terminal.ts';
import { appendHistory, readHistory } from '../results/history-file.ts';
import { readResults } from '../results/run-folder.ts';
import { PROFILES, type ProfileName } from '../results/schema.ts';
import { findResults } from '../runs/find-results.ts';
import { terminal } from '../runs/terminal.ts';

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
    .option('--html <file>', 'where the page is written (default: beside the history, as .html)')
    .addHelpText(
      'after',
      `
Examples:
  duet history
  duet history perf/history.jsonl --profile standard
  duet history append latest --file history.jsonl

The file has a line per run: date, commit, profile, gains with intervals, and two fingerprints. Where how it was measured
changes (harness, tables, sizes), a line is broken; where the environment does, there is a mark: a gain, being a ratio on
one machine, means much the same on the next.`,
    )
    .action(async (file: string, { profile, html }: { profile?: ProfileName; html?: string }) => {
      const view = trendView(readHistory(file), profile);
      if (view === undefined) throw nothingToDraw(file, profile);
      process.stdout.write(renderHistorySummary(view, terminal()));
      const page = html ?? path.join(path.dirname(file), `${path.basename(file, path.extname(file))}.html`);
      const { renderHistoryHtml } = await import('../report/history/html.ts');
      explainFileErrors(`write ${page}`, () => writeAtomically(page, renderHistoryHtml(view)));
      console.log(`\nPage: ${path.relative('', page)}`);
    });
  history
    .command('append')
    .description('add a run to a history; a run that it already has is not added again')
    .argument('[results]', 'a results.json, the folder or the id of a run, or latest', 'latest')
    .option('--file <file>', 'the history', FILE)
    .option('--out <folder>', 'where runs are', 'out')
    .addHelpText('after', '\nExample:\n  duet history append latest --file history.jsonl')
    .action((given: string, { file, out }: { file: string; out: string }) => {
      const results = readResults(findResults(given, out));
      refuseUntrustworthy(results);
      const entry = historyEntryOf(results);
      const added = appendHistory(file, entry);
      console.log(`${file}: run ${entry.run}${added ? '' : ' was already there'}`);
    });
}

function nothingToDraw(file: string, profile: ProfileName | undefined): DuetError {
  return new DuetError(`${file} has no runs${profile === undefined ? '' : ` of the ${profile} profile`}`, {
    exitCode: EXIT.usage,
    hint: 'add one with duet history append',
  });
}
