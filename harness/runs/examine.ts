/** What `duet doctor` looks at: what this machine has, and what is missing. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { driversFound, KNOWN } from '../drivers/find.ts';
import { DuetError } from '../errors.ts';
import { isPackage } from '../install.ts';
import { abortOnSignals } from '../interrupt.ts';
import { cpuQuota, placement } from '../lab/placement.ts';
import { type Database, openDatabase } from '../lab/postgres.ts';
import { gigabytes, requirements } from '../lab/preflight.ts';
import { hasProc } from '../lab/proc.ts';
import { pythonCommand } from '../lab/source.ts';
import { openWorkplace } from '../lab/workplace.ts';
import { profiles } from '../patterns/profiles.ts';
import { openProgress } from '../progress.ts';
import { DRIVERS, PROFILES } from '../results/schema.ts';
import { newRunId, openSession } from './session.ts';

export interface Finding {
  ok: boolean | 'limited';
  text: string;
}

/** @throws Interrupted when the process is asked to end; what is missing is a finding. */
export async function examine(out: string): Promise<Finding[]> {
  // A package has neither services of duet's nor profiles of them; its diff needs git.
  if (isPackage) return [harness(), git(), ...platform(), await database(out)];
  return [harness(), ...runtimes(), ...platform(), ...room(out), drivers(), await database(out)];
}

const harness = (): Finding => ({ ok: true, text: `harness: Node.js ${process.versions.node}` });

const git = (): Finding =>
  probe(
    'git, for duet diff',
    () => execFileSync('git', ['--version'], { encoding: 'utf8' }).trim(),
    'install git, or give duet diff two folders',
  );

function runtimes(): Finding[] {
  const node = process.env.DUET_NODE ?? process.execPath;
  return [
    probe('Node service', () => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()),
    probe('Python service', () => execFileSync(pythonCommand(), ['--version'], { encoding: 'utf8' }).trim()),
  ];
}

/** Nobody needs one: duet has a driver of its own. */
function drivers(): Finding {
  const found = driversFound();
  const names = found.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none';
  const missing = DRIVERS.filter((name) => !found.some((one) => one.name === name));
  const others = missing.map((name) => `${name}: ${KNOWN[name].install}`).join('; ');
  return { ok: true, text: `other load drivers, for --driver: ${names}${others === '' ? '' : ` (${others})`}` };
}

function platform(): Finding[] {
  return [
    {
      ok: placement.service === undefined || cpuQuota !== undefined ? 'limited' : true,
      text: `placement: ${placement.description}`,
    },
    {
      ok: hasProc || 'limited',
      text: hasProc ? 'memory: read from /proc' : 'memory: no /proc here, so the report will have no peak memory',
    },
  ];
}

/** Only the default profile is needed; a larger one that does not fit is said, not failed. */
function room(out: string): Finding[] {
  return PROFILES.flatMap((name) =>
    requirements(profiles[name].sizes.file_bytes, path.resolve(out, 'files')).map(
      ({ what, neededBytes, availableBytes, ok, hint }): Finding => ({
        ok: ok || (name === 'quick' ? false : 'limited'),
        text: `${what} for ${name}: ${gigabytes(neededBytes)} needed, ${gigabytes(availableBytes)} available${ok ? '' : `: ${hint}`}`,
      }),
    ),
  );
}

async function database(out: string): Promise<Finding> {
  const signal = abortOnSignals();
  const progress = openProgress();
  progress.step('starting PostgreSQL');
  try {
    return { ok: true, text: isPackage ? await startServer() : await startLab(out, signal) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof DuetError)) throw error;
    return { ok: false, text: `${error.message}${error.hint ? `: ${error.hint}` : ''}` };
  } finally {
    progress.end();
  }
}

async function startLab(out: string, signal: AbortSignal): Promise<string> {
  await using session = await openSession('doctor', { out, signal });
  return `${inWords(session.lab.database)} starts, and holds the fixtures`;
}

/** Nothing is written to a database of the reader's. */
async function startServer(): Promise<string> {
  await using workplace = openWorkplace(newRunId('doctor'));
  await using server = await openDatabase(workplace, workplace.dir);
  return server.source === 'embedded' ? `${inWords(server)} starts` : `${inWords(server)} answers`;
}

const inWords = ({ version, source }: Pick<Database, 'version' | 'source'>) => `PostgreSQL ${version} (${source})`;

function probe(what: string, version: () => string, hint = 'check DUET_NODE and DUET_PYTHON'): Finding {
  try {
    return { ok: true, text: `${what}: ${version()}` };
  } catch (error) {
    const todo = error instanceof DuetError ? error.hint : hint;
    return { ok: false, text: `${what}: ${(error as Error).message}${todo ? ` (${todo})` : ''}` };
  }
}
