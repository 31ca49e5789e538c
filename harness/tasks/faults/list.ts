/** The faults, by area: what harness/docs/faults.md shows and `make test-faults` tries. */
import { DATABASES } from './databases.ts';
import type { Fault } from './fault.ts';
import { FILES } from './files.ts';
import { LOADS } from './loads.ts';
import { MACHINE } from './machine.ts';
import { OUTPUT } from './output.ts';
import { PROCESSES } from './processes.ts';
import { SET_UP } from './set-up.ts';
import { SIGNALS } from './signals.ts';

export const FAULTS: Readonly<Record<string, readonly Fault[]>> = {
  'What is not there': SET_UP,
  'Processes that fail': PROCESSES,
  'PostgreSQL that fails': DATABASES,
  'Signals and their like': SIGNALS,
  'Disks and files': FILES,
  'Loads of several machines': LOADS,
  'The machine': MACHINE,
  'What is printed': OUTPUT,
};

export const ALL_FAULTS: readonly Fault[] = Object.values(FAULTS).flat();
