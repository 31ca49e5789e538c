/** The services asked beside each other, and nothing timed. */
import { abortOnSignals } from '../interrupt.ts';
import type { SelectionOptions } from '../options/selection.ts';
import { openProgress } from '../progress.ts';
import { startServices } from '../protocol/start-services.ts';
import { verify } from '../protocol/verify.ts';
import { forVerifying, openSession } from './session.ts';

/** @throws DuetError where they differ (exit 3), and where something does not start (exit 4). */
export async function verifyServices({ pattern, stack, out }: SelectionOptions): Promise<void> {
  const signal = abortOnSignals();
  const progress = openProgress();
  progress.step('starting PostgreSQL, the upstream stub, the proxy and the services');
  await using session = await openSession('verify', { out, signal });
  const instances = stack.map((one) => ({ stack: one }));
  await using running = await startServices(session.lab, instances, forVerifying);
  const { comparisons } = await verify(session.lab, running.services, { patterns: pattern, signal });
  progress.end();
  console.log(`${comparisons} answers compared, no difference: ${stack.join(' and ')} agree on ${pattern.join(', ')}`);
}
