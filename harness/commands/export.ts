import type { Command } from 'commander';
import { exitCodesHelp } from '../exit-codes.ts';
import { addExportOptions, type ExportOptions } from '../options/export.ts';
import { GENERATORS, type Generator } from '../results/load-export.ts';

export function addExport(program: Command): void {
  const group = program
    .command('export')
    .description('write the requests of a cell, or of a service of your own, for load generators on several machines')
    .addHelpText('after', '\nExample:\n  duet export vegeta --cell pooling/after --url http://10.0.0.7:8080');
  for (const generator of GENERATORS) addGenerator(group, generator);
}

const DESCRIPTIONS: Record<Generator, string> = {
  vegeta: 'targets and a Kubernetes Job of vegeta, whose results `duet import` adds up',
  k6: 'a script of k6 and a TestRun of its operator for Kubernetes',
};

function addGenerator(group: Command, generator: Generator): void {
  addExportOptions(group.command(generator))
    .description(DESCRIPTIONS[generator])
    .addHelpText(
      'after',
      `
Examples:
  duet export ${generator} --cell pooling/after --service node --url http://10.0.0.7:8080
  duet export ${generator} --request order --rate 5000 --duration 5m --workers 10 --dir load/order

The folder gets a README.md with the commands. Secrets: requests are in targets.json alone, as they are sent, and only you
may read it. The manifest takes that file from a Secret of Kubernetes; no other file holds a header or a body.
${exitCodesHelp(['fine', 'usage', 'environment'])}`,
    )
    .action(async (options: ExportOptions) => {
      const { exportLoad } = await import('../runs/export.ts');
      await exportLoad(generator, options);
    });
}
