import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { DuetError, EXIT } from '../errors.ts';
import { explainFileErrors } from '../file-errors.ts';
import { historyEntryOf } from '../report/history/entry.ts';
import { renderHistoryHtml } from '../report/history/html.ts';
import { renderHistorySummary } from '../report/history/terminal.ts';
import { trendView } from '../report/history/trend.ts';
import { appendHistory, readHistory } from '../results/history-file.ts';
import { readResults } from '../results/run-folder.ts';
import { PROFILES, type ProfileName } from '../results/schema.ts';
import { findResults } from './find-results.ts';
import { terminal } from './terminal.ts';

const FILE = 'history.jsonl';

export function addHistory(program: Command): void {
  const history = program
    .command('history')
    .description('draw how the gains of each pattern went from run to run')
    .argument('[file]', 'a file that `duet history append` made', FILE)
    .addOption(new Option('--profile <name>', "whose runs (default: the newest run's)").choices(PROFILES))
    .option('--html <file>', 'where the page goes (default: beside the history, with .html)')
    .addHelpText(
      'after',
      `
Examples:
  duet history
  duet history perf/history.jsonl --profile standard
  duet history append latest --file history.jsonl

The file has a line per run: date, commit, fingerprint of the environment, profile, gains with intervals. Where the
fingerprint changes, a line is broken: gains of two machines are not one trend.`,
    )
    .action((file: string, { profile, html }: { profile?: ProfileName; html?: string }) => {
      const view = trendView(readHistory(file), profile);
      if (view === undefined) throw nothingToDraw(file, profile);
      process.stdout.write(renderHistorySummary(view, terminal()));
      const page = html ?? path.join(path.dirname(file), `${path.basename(file, path.extname(file))}.html`);
      writePage(page, renderHistoryHtml(view));
      console.log(`\nPage: ${path.relative('', page)}`);
    });
  history
    .command('append')
    .description('add a run to a history; one that is there already is left as it is')
    .argument('[results]', 'a results.json, the folder or the id of a run, or latest', 'latest')
    .option('--file <file>', 'the history', FILE)
    .option('--out <folder>', 'where runs are', 'out')
    .addHelpText('after', '\nExample:\n  duet history append latest --file history.jsonl')
    .action((given: string, { file, out }: { file: string; out: string }) => {
      const entry = historyEntryOf(readResults(findResults(given, out)));
      const added = appendHistory(file, entry);
      console.log(`${file}: run ${entry.run}${added ? '' : ' was there already'}`);
    });
}

function nothingToDraw(file: string, profile: ProfileName | undefined): DuetError {
  return new DuetError(`${file} has no runs${profile === undefined ? '' : ` of the ${profile} profile`}`, {
    exitCode: EXIT.usage,
    hint: 'duet history append adds one',
  });
}

function writePage(file: string, text: string): void {
  explainFileErrors(`write ${file}`, () => {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  });
}
