/** What is up while a command works: a private work folder, and the lab in it. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeAtomically } from '../atomic-write.ts';
import { explainFileErrors, makeFolder } from '../file-errors.ts';
import { type Lab, type LabOptions, openLab, type StartOptions } from '../lab/lab.ts';
import { openWorkplace, type Workplace } from '../lab/workplace.ts';
import type { Instance } from '../protocol/instance.ts';

export interface Session extends AsyncDisposable {
  lab: Lab;
}

/** How services are started to be verified and calibrated: nothing is timed beside anything else. */
export const forVerifying = ({ stack }: Instance): StartOptions => ({ place: 'all-cores', logName: `verify-${stack}` });

/** e.g. 20261123-154501-quick-9f3c: sorts by time, and two runs of one second differ. */
export function newRunId(label: string): string {
  const [date, time] = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').split('T');
  return `${date}-${time}-${label}-${randomBytes(2).toString('hex')}`;
}

export interface LabPlace extends Pick<LabOptions, 'tables' | 'pooler'> {
  /** The folder that holds all runs; fixture files are shared there. */
  out: string;
  logDir: string;
  /** Ends the session's opening, too. */
  signal: AbortSignal;
  /** The limit of the PostgreSQL that duet starts. */
  maxConnections?: number | undefined;
}

/** The lab of a command that keeps no results: only its logs lie in a folder. */
export async function openSession(label: string, { out, signal }: Pick<LabPlace, 'out' | 'signal'>): Promise<Session> {
  const runId = newRunId(label);
  await using resources = new AsyncDisposableStack();
  const workplace = resources.use(openWorkplace(runId));
  const lab = resources.use(await openLabIn(workplace, { out, logDir: path.join(out, runId, 'logs'), signal }));
  const owned = resources.move();
  return { lab, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** The lab of a run, in a work folder that is there already. */
export async function openLabIn(
  workplace: Workplace,
  { out, logDir, signal, maxConnections, tables, pooler }: LabPlace,
): Promise<Lab> {
  const filesDir = path.resolve(out, 'files');
  explainFileErrors(`write to ${filesDir}`, () => placeCheckFiles(filesDir));
  await using resources = new AsyncDisposableStack();
  const lab = resources.use(await openLab({ workplace, logDir, filesDir, maxConnections, tables, pooler }));
  signal.throwIfAborted();
  resources.move();
  return lab;
}

/**
 * The small files with every trap of line splitting, which verify asks both services for. A file that is there
 * already is left alone: another run may be reading it.
 */
function placeCheckFiles(filesDir: string): void {
  makeFolder(filesDir);
  const golden = fileURLToPath(new URL('../../fixtures/golden/', import.meta.url));
  for (const name of readdirSync(golden).filter((file) => file.endsWith('.csv'))) {
    const target = path.join(filesDir, name);
    const content = readFileSync(path.join(golden, name));
    if (existsSync(target) && readFileSync(target).equals(content)) continue;
    writeAtomically(target, content);
  }
}
