/** Which service process a trial needs, and what that process is called. */
import type { DiffStackName, SideName } from '../results/schema.ts';
import { type SideNames, VERSIONS } from '../results/side-names.ts';

/** A service that is up: in a run one for each stack, in a diff one for each side, and one of base more for the A/A arm. */
export interface Instance {
  stack: DiffStackName;
  side?: SideName;
  arm?: 'control';
}

/** Trials with the same name share a process: `node`, `node-base`, `node-head`, `node-base-again`. */
export function instanceName({ stack, side, arm }: Instance, names: SideNames = VERSIONS): string {
  if (side === undefined) return stack;
  return arm === undefined ? `${stack}-${names[side]}` : `${stack}-${names[side]}-again`;
}

/** The processes that some trials need, each once. */
export function instancesOf<Of extends Instance>(trials: readonly Of[]): Of[] {
  return [...new Map(trials.map((trial) => [instanceName(trial), trial])).values()];
}
