/** What `duet doctor` looks at: what this machine has, and what is missing. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { DuetError } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { placement } from '../lab/placement.ts';
import { gigabytes, requirements } from '../lab/preflight.ts';
import { hasProc } from '../lab/proc.ts';
import { pythonCommand } from '../lab/source.ts';
import { profiles } from '../patterns/profiles.ts';
import { openProgress } from '../progress.ts';
import { PROFILES } from '../results/schema.ts';
import { openSession } from './session.ts';

export interface Finding {
  ok: boolean | 'limited';
  text: string;
}

/** @throws Interrupted when the process is asked to end; what is missing is a finding. */
export async function examine(out: string): Promise<Finding[]> {
  return [...runtimes(), ...platform(), ...room(out), await database(out)];
}

function runtimes(): Finding[] {
  const node = process.env.DUET_NODE ?? process.execPath;
  return [
    { ok: true, text: `harness: Node.js ${process.versions.node}` },
    probe('Node service', () => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()),
    probe('Python service', () => execFileSync(pythonCommand(), ['--version'], { encoding: 'utf8' }).trim()),
  ];
}

function platform(): Finding[] {
  return [
    { ok: placement.service === undefined ? 'limited' : true, text: `placement: ${placement.description}` },
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
    await using session = await openSession('doctor', { out, signal });
    const { version, source } = session.lab.database;
    return { ok: true, text: `PostgreSQL ${version} (${source}) starts, and holds the fixtures` };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof DuetError)) throw error;
    return { ok: false, text: `${error.message}${error.hint ? `: ${error.hint}` : ''}` };
  } finally {
    progress.end();
  }
}

function probe(what: string, version: () => string): Finding {
  try {
    return { ok: true, text: `${what}: ${version()}` };
  } catch (error) {
    const hint = error instanceof DuetError ? error.hint : 'check DUET_NODE and DUET_PYTHON';
    return { ok: false, text: `${what}: ${(error as Error).message}${hint ? ` (${hint})` : ''}` };
  }
}
