import type { Command } from 'commander';
import { refused } from '../errors.ts';
import { exitCodesHelp } from '../exit-codes.ts';
import { type AbOptions, addAbOptions, readWays } from '../options/ab.ts';
import { addTimedOptions, type TimedOptions } from '../options/diff.ts';
import { addDescribedService } from '../options/service.ts';

export function addAb(program: Command): void {
  addDescribedService(addTimedOptions(addAbOptions(program.command('ab'))))
    .description(
      'measure two ways of your own service beside each other: two requests, two commands, or two environments',
    )
    .option('--out <folder>', 'where runs are written', 'out')
    .addHelpText(
      'after',
      `
Examples:
  duet ab --a-request list --b-request list-fast
  duet ab --b-env NODE_OPTIONS=--max-semi-space-size=64
  duet ab --a-start "node server.js --port {port}" --b-start "bun server.js --port {port}" --time-budget 3m

Both are the service as it stands in this folder, as duet.config.ts or the options describe it (duet init writes one). They
are asked first, and answers that differ are shown; then they take turns, as the sides of a diff do.
${exitCodesHelp(['fine', 'usage', 'disagreement', 'environment', 'invalid', 'interrupted'], OWN_CODES)}`,
    )
    .action(compareWays);
}

const OWN_CODES = {
  fine: 'measured, whichever is better',
  disagreement: 'one answers wrongly',
  invalid: 'invalid (no verdict is possible)',
};

async function compareWays(options: AbOptions & TimedOptions & { out: string }, command: Command): Promise<void> {
  const { describedService } = await import('../options/described-service.ts');
  const described = await describedService(command);
  if (described === undefined) {
    throw refused(
      'nothing here describes your service',
      'duet init writes a duet.config.ts; or use --start and --request',
    );
  }
  const { diff } = await import('../runs/diff/kind.ts');
  const { newAb } = await import('../runs/diff/ways.ts');
  const { startRun } = await import('../runs/lifecycle.ts');
  await startRun(diff, newAb(described, readWays(options, described), options), options);
}
