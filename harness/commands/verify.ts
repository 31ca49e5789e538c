import type { Command } from 'commander';
import { addSelection, type SelectionOptions } from '../options/selection.ts';

export function addVerify(program: Command): void {
  addSelection(program.command('verify'))
    .description('request every pattern and variant from both services, and compare the answers value by value')
    .addHelpText('after', '\nExample:\n  duet verify --pattern pooling,batching')
    .action(async (options: SelectionOptions) => {
      const { verifyServices } = await import('../runs/verify.ts');
      await verifyServices(options);
    });
}
