import type { Command } from 'commander';
import { exitCodesHelp } from '../exit-codes.ts';
import type { ImportOptions } from '../runs/import.ts';

export function addImport(program: Command): void {
  program
    .command('import')
    .description('add up what the pods of an export have measured, and write one report of the whole load')
    .argument('[results...]', 'the raw results of vegeta of every pod: as it wrote them, or encoded as JSON or CSV')
    .option('--out <folder>', 'where the report is written', 'out')
    .option('--json', 'print import.json on stdout instead of the summary')
    .addHelpText(
      'after',
      `
Examples:
  duet import results-*.bin
  duet import --json results-0.json results-1.json

All results have to be of one export, and of all of its pods. vegeta has to be on PATH for what it wrote in its own encoding.
Files: out/latest/import.html, import.md, import.json.
${exitCodesHelp(['fine', 'usage', 'environment', 'invalid', 'interrupted'], OWN_CODES)}`,
    )
    .action(async (results: string[], options: ImportOptions) => {
      const { importAttacks } = await import('../runs/import.ts');
      await importAttacks(results, options);
    });
}

const OWN_CODES = { invalid: 'invalid (the pods did not attack together, or not to the end; nothing was answered)' };
