import type { Command } from 'commander';
import { exitCodesHelp } from '../exit-codes.ts';
import type { MergeOptions } from '../runs/diff/merge.ts';

export function addMerge(program: Command): void {
  program
    .command('merge')
    .description('judge the shares of one diff that several machines have measured, and write one report of them')
    .argument('[shards...]', 'the folder or the diff.json of each share that duet diff --shard has measured')
    .option('--partial', 'judge what there is where shares are missing or did not finish; the report says so', false)
    .option('--out <folder>', 'where the merged diff is written', 'out')
    .option('--json', 'print diff.json on stdout instead of the summary')
    .addHelpText(
      'after',
      `
Examples:
  duet merge shards/*/diff.json
  duet merge out/20260114-093000-diff-4f21 out/20260114-094500-diff-9c03
  duet merge --partial shards/*/diff.json

All shares have to be of one plan (seed, blocks, cells, thresholds), of the same commits, and measured by the same duet.
Machines may differ: each is a stratum, whether they agree is tested, and the report shows each of them.
Files: out/latest/diff.html, diff.md, diff.json, junit.xml, interop/.
${exitCodesHelp(['fine', 'regression', 'usage', 'invalid'], OWN_CODES)}`,
    )
    .action(async (shards: string[], options: MergeOptions) => {
      const { mergeDiff } = await import('../runs/diff/merge.ts');
      await mergeDiff(shards, options);
    });
}

const OWN_CODES = { fine: 'nothing is worse', invalid: 'invalid (no verdict is possible)' };
