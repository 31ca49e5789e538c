import type { Command } from 'commander';
import { DuetError, EXIT } from '../errors.ts';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check what this machine has, what is missing, and which profiles fit on it')
    .option('--out <folder>', 'where runs are written', 'out')
    .addHelpText('after', '\nExample:\n  duet doctor')
    .action(async ({ out }: { out: string }) => {
      const { examine } = await import('../runs/examine.ts');
      const findings = await examine(out);
      for (const { ok, text } of findings)
        console.log(`${ok === true ? 'ok     ' : ok ? 'limited' : 'MISSING'}  ${text}`);
      const broken = findings.filter(({ ok }) => !ok);
      if (broken.length > 0) {
        throw new DuetError(`${broken.length} of ${findings.length} checks failed`, {
          exitCode: EXIT.environment,
          hint: 'each line above marked MISSING says what to do',
        });
      }
    });
}
