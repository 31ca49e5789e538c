/** Builds, starts and asks an example at both of its commits, without measuring anything: it must work before it is compared. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openWorkplace } from '../lab/workplace.ts';
import { SIDES, type SideName } from '../results/schema.ts';
import { type Tried, tryRequests } from '../runs/init/try-requests.ts';
import { findServiceConfig, type ReadService, readServiceConfig } from '../service/read-config.ts';
import { openServiceCheckouts } from '../service/side-checkouts.ts';
import { openServiceSides } from '../service/sides.ts';
import type { ExampleHistory } from '../tests/builders/example-history.ts';

/**
 * @param dir for logs and builds.
 * @throws DuetError with the end of the output of a command that fails, or where it does not start.
 */
export async function answersOf(
  { dir: repository, base, head }: ExampleHistory,
  dir: string,
  signal: AbortSignal,
): Promise<Record<SideName, Tried[]>> {
  const logDir = path.join(dir, 'logs');
  mkdirSync(logDir, { recursive: true });
  await using workplace = openWorkplace(`bench-services-${process.pid}`);
  await using checkouts = await openServiceCheckouts({ workplace, configDir: repository, base, head, signal });
  await using sides = await openServiceSides({
    ...{ workplace, checkouts, logDir, cacheDir: path.join(dir, 'builds'), signal },
    async commandsOf(_side, folder) {
      const service = await configIn(folder);
      return { ...service.config, ...service };
    },
    onProgress: (text) => console.error(`bench-services: ${text}`),
  });
  const answers: Record<SideName, Tried[]> = { base: [], head: [] };
  for (const side of SIDES) {
    const { requests, first } = await configIn(checkouts.folderOf(side));
    await using service = await sides.start(side);
    const taken = (await first?.send(service.url, signal)) ?? {};
    answers[side] = await tryRequests(service.url, requests, taken, signal);
  }
  return answers;
}

async function configIn(folder: string): Promise<ReadService> {
  const file = findServiceConfig(folder);
  if (file === undefined) throw new Error(`there is no config file in ${folder}`);
  return readServiceConfig(file);
}

/** Whether this machine has the program. */
export function hasProgram(name: string): boolean {
  try {
    execFileSync(name, [name === 'go' ? 'version' : '--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
