import type { Command } from 'commander';
import { abortOnSignals } from '../interrupt.ts';
import { addSelection, type SelectionOptions } from '../options/selection.ts';
import { openProgress } from '../progress.ts';
import { startServices } from '../protocol/start-services.ts';
import { verify } from '../protocol/verify.ts';
import { forVerifying, openSession } from '../runs/session.ts';

export function addVerify(program: Command): void {
  addSelection(program.command('verify'))
    .description('request every pattern and variant from both services, and compare the answers value by value')
    .addHelpText('after', '\nExample:\n  duet verify --pattern pooling,batching')
    .action(async ({ pattern, stack, out }: SelectionOptions) => {
      const signal = abortOnSignals();
      const progress = openProgress();
      progress.step('starting PostgreSQL, the upstream stub, the proxy and the services');
      await using session = await openSession('verify', { out, signal });
      const instances = stack.map((one) => ({ stack: one }));
      await using running = await startServices(session.lab, instances, forVerifying);
      const { comparisons } = await verify(session.lab, running.services, { patterns: pattern, signal });
      progress.end();
      console.log(
        `${comparisons} answers compared, no difference: ${stack.join(' and ')} agree on ${pattern.join(', ')}`,
      );
    });
}
