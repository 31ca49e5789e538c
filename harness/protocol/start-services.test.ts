import { expect, it } from 'vitest';
import type { Lab } from '../lab/lab.ts';
import type { Service } from '../lab/services.ts';
import type { StackName } from '../results/schema.ts';
import { startServices } from './start-services.ts';

/** A lab whose services only note what is done to them. */
function notingLab({ broken }: { broken?: StackName } = {}) {
  const events: string[] = [];
  const lab = {
    async startService(stack: StackName, { logName = '' } = {}) {
      if (stack === broken) throw new Error(`no ${stack}`);
      events.push(`start ${stack} ${logName}`);
      const noted = (what: string) => async () => void events.push(`${what} ${stack}`);
      return { stack, stop: noted('stop'), kill: noted('kill') } as unknown as Service;
    },
  };
  return { lab: lab as unknown as Lab, events };
}

it('starts the services in order, each with its own options, and stops them in order', async () => {
  const { lab, events } = notingLab();
  {
    await using running = await startServices(lab, [{ stack: 'python' }, { stack: 'node' }], ({ stack }) => ({
      logName: `log-${stack}`,
    }));
    expect(running.services.map(({ stack }) => stack)).toEqual(['python', 'node']);
  }
  expect(events).toEqual(['start python log-python', 'start node log-node', 'stop python', 'stop node']);
});

it('leaves none when one does not start', async () => {
  const { lab, events } = notingLab({ broken: 'python' });
  await expect(startServices(lab, [{ stack: 'node' }, { stack: 'python' }], () => ({}))).rejects.toThrow('no python');
  expect(events).toEqual(['start node ', 'stop node']);
});

it('ends them as it is told', async () => {
  const { lab, events } = notingLab();
  await (
    await startServices(
      lab,
      [{ stack: 'node' }],
      () => ({}),
      (service) => service.kill(),
    )
  )[Symbol.asyncDispose]();
  expect(events.at(-1)).toBe('kill node');
});
