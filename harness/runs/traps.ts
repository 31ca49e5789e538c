/** The demonstrations of what goes wrong with connection pools, run one after the other in one lab. */
import path from 'node:path';
import { abortOnSignals } from '../interrupt.ts';
import { openLab } from '../lab/lab.ts';
import { openWorkplace } from '../lab/workplace.ts';
import { openProgress } from '../progress.ts';
import { versionsLine } from '../report/traps/view.ts';
import type { StackName } from '../results/names.ts';
import type { TrapFinding, TrapsResults } from '../results/traps.ts';
import { MAX_CONNECTIONS, openTrapRunner, readVersions } from '../traps/run-traps.ts';
import type { Trap } from '../traps/trap.ts';
import { version } from '../version.ts';
import { newRunId } from './session.ts';

/** @param render how to print each finding as soon as there is one. */
export async function runTraps(
  chosen: readonly Trap[],
  stacks: StackName[],
  render: ((finding: TrapFinding) => string) | undefined,
): Promise<TrapsResults> {
  const signal = abortOnSignals();
  const progress = openProgress();
  await using workplace = openWorkplace(newRunId('traps'));
  const options = { workplace, stacks, signal };
  const libraries = await readVersions(options);
  progress.step('starting PostgreSQL, the upstream stub and the proxy');
  const { dir } = workplace;
  await using lab = await openLab({
    workplace,
    logDir: path.join(dir, 'logs'),
    filesDir: dir,
    maxConnections: MAX_CONNECTIONS,
  });
  const run = await openTrapRunner(lab, options);
  const versions = { ...libraries, PostgreSQL: lab.database.version };
  const print = (text: string) => {
    progress.clear();
    console.log(text);
  };
  if (render) print(`${versionsLine({ versions })}\n`);
  const traps: TrapFinding[] = [];
  for (const [index, trap] of chosen.entries()) {
    progress.step(`${trap.name} (${index + 1} of ${chosen.length})`);
    const finding = await run(trap);
    traps.push(finding);
    if (render) print(render(finding));
  }
  progress.end();
  return { schema: 'duet-traps', duet_version: version, versions, traps };
}
