/** The tuning of several services: one after the other in one lab, each a run with a folder of its own. */
import path from 'node:path';
import { abortOnSignals } from '../../interrupt.ts';
import { choosePlacement, pinSelf } from '../../lab/placement.ts';
import { openProgress } from '../../progress.ts';
import { renderTuneOverview } from '../../report/tune/overview.ts';
import { createRunFolder } from '../../results/run-folder.ts';
import type { TuneResults } from '../../results/schema.ts';
import { runInNewFolder } from '../lifecycle.ts';
import { newRunId } from '../session.ts';
import { terminal } from '../terminal.ts';
import { tuning } from './kind.ts';
import { refuseInvalid } from './outcome.ts';
import { poolerOf } from './pooler.ts';
import type { TuneRequest } from './request.ts';
import { databaseInWords, openAround } from './surroundings.ts';

/**
 * @throws whatever ended a tuning too early, after the reports of what it had measured are written; DuetError (exit 5)
 * when nobody should trust the numbers.
 */
export async function tuneServices({ jobs, ...request }: TuneRequest): Promise<void> {
  const { out, json, maxConnections } = request.options;
  const pooler = poolerOf(request.options);
  const signal = abortOnSignals();
  await choosePlacement();
  const done: TuneResults[] = [];
  const first = createRunFolder(out, newRunId('tune'));
  const needsLab = jobs.some((job) => job.needsLab);
  openProgress().step(needsLab ? 'starting PostgreSQL, the upstream stub and the proxy' : 'starting');
  await using around = await openAround({
    ...{ out, signal, maxConnections, needsLab, pooler },
    runId: path.basename(first.dir),
    logDir: path.join(first.dir, 'logs'),
    stacks: [...new Set(jobs.flatMap(({ describes }) => (describes.kind === 'own' ? [describes.stack] : [])))],
  });
  if (jobs.some(({ describes }) => describes.kind !== 'own')) openProgress().note(databaseInWords(around));
  pinSelf();
  try {
    for (const [index, job] of jobs.entries()) {
      const folder = index === 0 ? first : createRunFolder(out, newRunId('tune'));
      done.push(await runInNewFolder(tuning, { ...request, job, around }, folder, json, signal));
    }
  } finally {
    if (done.length > 1 && !json) {
      process.stdout.write(`\n${renderTuneOverview(done, { ...terminal(), out: path.relative('', out) })}`);
    }
  }
  // Only now: what disturbed one service need not disturb the next.
  refuseInvalid(done, out);
}
