/** Both services with a lab of their own around them, for the tests of one file. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Lab, openLab } from '../../lab/lab.ts';
import { type Service, type ServiceSettings, startService } from '../../lab/services.ts';
import { ownSource } from '../../lab/source.ts';
import { openWorkplace, type Workplace } from '../../lab/workplace.ts';
import { STACKS, type StackName } from '../../results/schema.ts';

export interface Surroundings extends AsyncDisposable {
  workplace: Workplace;
  lab: Lab;
  logDir: string;
}

export type Both = Record<StackName, Service> & AsyncDisposable;

/** PostgreSQL, the upstream stub and the proxy, and the files of verify. */
export async function openSurroundings(name: string): Promise<Surroundings> {
  // These tests change the server's settings and watch all its sessions, so it must be one of our own.
  delete process.env.DATABASE_URL;
  await using resources = new AsyncDisposableStack();
  const dir = mkdtempSync(path.join(os.tmpdir(), 'duet contract '));
  resources.defer(() => rmSync(dir, { recursive: true, force: true }));
  const filesDir = path.join(dir, 'files');
  const logDir = path.join(dir, 'logs');
  cpSync(fileURLToPath(new URL('../../../fixtures/golden/', import.meta.url)), filesDir, { recursive: true });
  const workplace = resources.use(openWorkplace(`contract-${name}-${process.pid}`));
  const lab = resources.use(await openLab({ workplace, logDir, filesDir }));
  await lab.upstream.setModel({ baseMs: 1, perItemMs: 0.02 });
  const owned = resources.move();
  return { workplace, lab, logDir, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** @param changed another database or upstream than the lab's, for a stack. */
export async function startBoth(
  { workplace, lab, logDir }: Surroundings,
  changed: (stack: StackName) => Partial<ServiceSettings> = () => ({}),
): Promise<Both> {
  await using resources = new AsyncDisposableStack();
  const start = async (stack: StackName) => {
    const service = await startService(workplace, stack, {
      databaseUrl: lab.database.url,
      upstreamUrl: lab.upstreamUrl,
      filesDir: lab.filesDir,
      source: ownSource(),
      place: 'all-cores',
      logFile: path.join(logDir, `${stack}.log`),
      ...changed(stack),
    });
    return [stack, resources.use(service)] as const;
  };
  const outcomes = await Promise.allSettled(STACKS.map(start));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  const services = Object.fromEntries(
    outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
  ) as Record<StackName, Service>;
  const owned = resources.move();
  return { ...services, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
