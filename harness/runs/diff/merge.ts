/** `duet merge`: the shares of a diff read, held against each other, and judged together. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { differencesOf } from '../../diff/merge/differences.ts';
import { isShard, mergeShards, missingShards, type ShardResults, shardOf } from '../../diff/merge/merge.ts';
import { refused } from '../../errors.ts';
import { commandLine } from '../../options/command-line.ts';
import { counted, listed } from '../../report/kit/format.ts';
import { DIFF_FILE, isDiffFolder } from '../../results/diff-folder.ts';
import { createRunFolder, toJson } from '../../results/run-folder.ts';
import { newRunId } from '../session.ts';
import { storedResults } from '../stored-results.ts';
import { printSummary, writeReports } from '../write-reports.ts';
import { diff } from './kind.ts';

export interface MergeOptions {
  partial: boolean;
  out: string;
  json?: boolean;
}

/** A share with where it was found. */
interface Found {
  file: string;
  results: ShardResults;
}

/**
 * Nothing that was measured is written to, and no old run is removed: the shares may be among them.
 * @param given the folder or the diff.json of each share.
 * @throws DuetError: exit 2 for what does not belong together and for shares that are not there; what a diff ends with.
 */
export async function mergeDiff(given: readonly string[], { partial, out, json }: MergeOptions): Promise<void> {
  if (given.length === 0)
    throw refused('there are no shards to merge', 'name all of them: duet merge shards/*/diff.json');
  const found = given.map(readShard);
  refuseStrangers(found);
  refuseDoubles(found);
  if (!partial) refuseGaps(found);
  const name = { id: newRunId('diff'), command: commandLine(process.argv.slice(2)) };
  const results = mergeShards(
    found.map((one) => one.results),
    name,
  );
  const folder = createRunFolder(out, name.id);
  const files = await writeReports(folder, diff.document, results);
  folder.publish();
  diff.announce?.(results);
  if (json) process.stdout.write(toJson(results));
  else printSummary(diff.document, results, files);
  const outcome = diff.outcome(results, undefined, path.relative('', folder.dir));
  if (outcome !== undefined) throw outcome;
}

const HINT = 'duet diff --shard 1/4 measures the first of four shares, and writes one';

/** Also what a share has measured that was killed before it wrote its results. */
function readShard(given: string): Found {
  if (!existsSync(given)) throw refused(`there is no ${given}`, 'give the folder or the diff.json of each share');
  const isFolder = statSync(given).isDirectory();
  if (isFolder && !isDiffFolder(given)) throw refused(`${given} holds no diff`, HINT);
  const file = isFolder ? path.join(given, DIFF_FILE) : given;
  const results = storedResults(diff, path.dirname(file), file);
  if (isShard(results)) return { file: given, results };
  const what = results.run.machines === undefined ? 'a diff of one machine' : 'merged already';
  throw refused(`${given} is no share of a diff: it is ${what}`, HINT);
}

/** The first share is as good as any to hold the others against. */
function refuseStrangers([first, ...others]: readonly Found[]): void {
  for (const other of others) {
    const [difference] = first === undefined ? [] : differencesOf(first.results.run, other.results.run);
    if (difference === undefined || first === undefined) continue;
    const { what, values } = difference;
    throw refused(
      `the shares do not belong together: ${what} is ${values[0]} in ${first.file}, and ${values[1]} in ${other.file}`,
      'measure all shares of the same commits, with the same duet and the same options but for --shard',
    );
  }
}

function refuseDoubles(found: readonly Found[]): void {
  for (const [shard, some] of Map.groupBy(found, ({ results }) => shardOf(results))) {
    if (some.length === 1) continue;
    throw refused(
      `shard ${shard} is there ${some.length} times: ${listed(some.map(({ file }) => file))}`,
      'name each share once',
    );
  }
}

function refuseGaps(found: readonly Found[]): void {
  const [first] = found;
  const shards = first?.results.run.plan.fixed?.shards ?? 0;
  const missing = missingShards(found.map(({ results }) => results));
  if (missing.length > 0) {
    throw refused(
      `${counted(missing.length, 'share')} of ${shards} ${missing.length === 1 ? 'is' : 'are'} missing: ${listed(missing.map(String))}`,
      'name all of them, or judge those that are there with --partial',
    );
  }
  for (const { file, results } of found) {
    if (results.status === 'complete') continue;
    throw refused(
      `shard ${shardOf(results)} did not finish (${file}): ${results.status_reason}`,
      `duet diff --resume ${statSync(file).isDirectory() ? file : path.dirname(file)} goes on with it; --partial judges what it has`,
    );
  }
}
