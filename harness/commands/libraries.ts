import type { Command } from 'commander';
import { exitCodesHelp } from '../exit-codes.ts';
import { addDeclared } from '../options/declared.ts';
import { LIBRARIES_OPTIONS, type LibrariesOptions } from '../options/libraries.ts';
import { refuseOtherLibraries } from '../options/resume.ts';

export function addLibraries(program: Command): void {
  const command = program
    .command('libraries')
    .description(
      'compare the libraries that each pattern can be written with: what they cause, cost, and what breaks them',
    );
  addDeclared(command, LIBRARIES_OPTIONS)
    .addHelpText(
      'after',
      `
Examples:
  duet libraries --counts-only --pattern pooling
  duet libraries --only prisma,drizzle --stack node
  duet libraries --pattern batching,streaming --blocks 5
  duet libraries --minutes 25
  duet libraries --resume latest --minutes 25
  duet libraries --dry-run

What the chosen libraries need is installed first, once, beside their code; what cannot be installed is named, and the
others are measured. Each is compared to the library that the pattern's "after" uses, which is always measured, too.
${exitCodesHelp(['fine', 'usage', 'disagreement', 'environment', 'interrupted'], {
  disagreement: 'a library gives other answers',
})}`,
    )
    .action(compareLibraries);
}

async function compareLibraries(options: LibrariesOptions, command: Command): Promise<void> {
  const { libraries } = await import('../runs/libraries/kind.ts');
  const { newLibraries, restOfLibraries } = await import('../runs/libraries/request.ts');
  const { resumeRun, startRun } = await import('../runs/lifecycle.ts');
  if (options.resume === undefined) return await startRun(libraries, newLibraries(options), options);
  await resumeRun(libraries, options.resume, options, (earlier, out) => {
    refuseOtherLibraries(command, options, earlier.header);
    return restOfLibraries(earlier, out, options);
  });
}
