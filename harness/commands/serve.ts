import type { Command } from 'commander';
import { addStacks, type StackOptions } from '../options/selection.ts';

export function addServe(program: Command): void {
  addStacks(program.command('serve'))
    .description('start the lab and the services, print their addresses for curl, and stop on Ctrl-C')
    .addHelpText('after', '\nExample:\n  duet serve --stack python')
    .action(async ({ stack, out }: StackOptions) => {
      const { serve } = await import('../runs/serve.ts');
      await serve(stack, out);
    });
}
