import type { Command } from 'commander';
import { refused } from '../errors.ts';
import { exitCodesHelp } from '../exit-codes.ts';
import { type AbOptions, addAbOptions, readWays, waysAgain } from '../options/ab.ts';
import { addTimedOptions, type TimedOptions } from '../options/diff.ts';
import { refuseOtherAb } from '../options/resume.ts';
import { addDescribedService } from '../options/service.ts';

export function addAb(program: Command): void {
  addDescribedService(addTimedOptions(addAbOptions(program.command('ab'))))
    .description(
      'measure two ways of your own service beside each other: two requests, two commands, or two environments',
    )
    .option('--resume <run>', 'continue an interrupted run: its folder, its id, or latest for the newest')
    .option('--out <folder>', 'where runs are written', 'out')
    .addHelpText(
      'after',
      `
Examples:
  duet ab --a-request list --b-request list-fast
  duet ab --b-env NODE_OPTIONS=--max-semi-space-size=64
  duet ab --a-start "node server.js --port {port}" --b-start "bun server.js --port {port}" --time-budget 3m
  duet ab --resume latest

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

async function compareWays(
  options: AbOptions & TimedOptions & { out: string; resume?: string },
  command: Command,
): Promise<void> {
  const { describedService } = await import('../options/described-service.ts');
  const described = await describedService(command);
  if (described === undefined) {
    throw refused(
      'nothing here describes your service',
      'duet init writes a duet.config.ts; or use --start and --request',
    );
  }
  const { ab } = await import('../runs/diff/kind.ts');
  const { restOfDiff } = await import('../runs/diff/request.ts');
  const { newAb } = await import('../runs/diff/ways.ts');
  const { resumeRun, startRun } = await import('../runs/lifecycle.ts');
  if (options.resume === undefined)
    return await startRun(ab, newAb(described, readWays(options, described), options), options);
  await resumeRun(ab, options.resume, options, (earlier, out) => {
    const ways = waysAgain(options, described, earlier.header);
    refuseOtherAb(command, options, earlier.header);
    return restOfDiff(earlier, out, { described, ownConfigs: false, ways });
  });
}
