/** Starting a service of each stack side by side: all of them are up, or none is left. */
import type { Lab, StartOptions } from '../lab/lab.ts';
import type { Service } from '../lab/services.ts';
import type { StackName } from '../results/schema.ts';

export interface RunningServices extends AsyncDisposable {
  /** In the order of the stacks. */
  services: Service[];
}

/** @param end how they are ended: in order by default, or at once when nobody waits for their last words. */
export async function startServices(
  lab: Lab,
  stacks: StackName[],
  optionsOf: (stack: StackName) => StartOptions,
  end: (service: Service) => Promise<void> = (service) => service.stop(),
): Promise<RunningServices> {
  const outcomes = await Promise.allSettled(stacks.map((stack) => lab.startService(stack, optionsOf(stack))));
  const services = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const endAll = async () => void (await Promise.all(services.map(end)));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await endAll();
    throw failed.reason;
  }
  return { services, [Symbol.asyncDispose]: endAll };
}
