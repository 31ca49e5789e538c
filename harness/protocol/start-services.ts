/** Starting services side by side: all of them are up, or none is left. */
import type { StartOptions } from '../lab/lab.ts';
import type { Service } from '../lab/services.ts';
import type { DiffStackName, StackName } from '../results/schema.ts';
import type { Instance } from './instance.ts';

export interface RunningServices<Stack extends DiffStackName = StackName> extends AsyncDisposable {
  /** In the order in which they were named. */
  services: Service<Stack>[];
}

interface Starter<Stack extends DiffStackName> {
  startService(stack: Stack, options?: StartOptions): Promise<Service<Stack>>;
}

/**
 * @param instances at least the stack of each service.
 * @param end how they are ended: in order by default, or at once when nobody waits for their last words.
 */
export async function startServices<Stack extends DiffStackName, Of extends Instance & { stack: Stack }>(
  lab: Starter<Stack>,
  instances: readonly Of[],
  optionsOf: (instance: Of) => StartOptions,
  end: (service: Service<Stack>) => Promise<void> = (service) => service.stop(),
): Promise<RunningServices<Stack>> {
  const outcomes = await Promise.allSettled(instances.map((one) => lab.startService(one.stack, optionsOf(one))));
  const services = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const endAll = async () => void (await Promise.all(services.map(end)));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await endAll();
    throw failed.reason;
  }
  return { services, [Symbol.asyncDispose]: endAll };
}
