/** A try of a service as a diff would have it: a copy of the working tree, built, with its own database, started. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openWorkplace } from '../../lab/workplace.ts';
import { openProgress } from '../../progress.ts';
import { buildsIn } from '../../service/builds.ts';
import type { ReadService } from '../../service/read-config.ts';
import { openServiceCheckouts } from '../../service/side-checkouts.ts';
import { openServiceSides } from '../../service/sides.ts';
import type { SideService } from '../../service/start-side.ts';

export interface Trial extends Pick<SideService, 'url' | 'death'>, AsyncDisposable {}

/**
 * What is built is kept for the first diff.
 * @param out where runs are written.
 * @throws DuetError: exit 2 for a file that cannot be carried out, 4 with the end of its log where something fails.
 */
export async function openTrial(service: ReadService, out: string, signal: AbortSignal): Promise<Trial> {
  const progress = openProgress();
  const logDir = path.resolve(out, 'init');
  mkdirSync(logDir, { recursive: true });
  await using resources = new AsyncDisposableStack();
  const workplace = resources.use(openWorkplace(`init-${process.pid}`));
  progress.step('copying the working tree');
  // Nothing changes between its sides: head is what the next diff has, and base is built only once.
  const given = { base: undefined, head: undefined, leftOut: path.resolve(out) };
  const checkouts = resources.use(await openServiceCheckouts({ workplace, configDir: service.dir, signal, ...given }));
  const sides = resources.use(
    await openServiceSides({
      ...{ workplace, checkouts, logDir, cacheDir: buildsIn(out), signal },
      commandsOf: async () => ({ ...service.config, ...service }),
      onProgress: (text) => progress.step(text),
    }),
  );
  progress.step('starting the service');
  const running = resources.use(await sides.start('head'));
  progress.clear();
  const owned = resources.move();
  return { url: running.url, death: running.death, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
