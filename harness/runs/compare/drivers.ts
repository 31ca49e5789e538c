/** `--driver`: which programs drive which loads of a run in place of duet; what cannot be is refused before anything starts. */
import { type FoundDriver, KNOWN, requireDriver } from '../../drivers/find.ts';
import { DuetError, EXIT, refused } from '../../errors.ts';
import { patterns } from '../../patterns/index.ts';
import type { DriverName, LoadKind, PatternName, RunHeader, Sizes } from '../../results/schema.ts';

/** wrk is told its time in seconds, and what starts and ends a program is little of that. */
const LEAST_CLOSED_MS = 1_000;

/**
 * The programs by their names.
 * @throws DuetError (exit 2) where two drive the same load, or one would have nothing to drive; exit 4 for one that is missing.
 */
export function chooseDrivers(names: readonly DriverName[], measured: readonly PatternName[]): FoundDriver[] {
  for (const [load, both] of Map.groupBy(names, (name) => KNOWN[name].load)) {
    const [one, other] = both;
    if (other !== undefined) throw refused(`${one} and ${other} both drive ${load} loops`, 'name one of them');
    const having = patternsWith(load);
    if (measured.some((pattern) => having.includes(pattern))) continue;
    throw refused(
      `${one} drives ${load} loops, and no trial of ${measured.join(', ')} has one`,
      `add --pattern ${having.join(' or --pattern ')}, or leave out ${one}`,
    );
  }
  return names.map(requireDriver);
}

const patternsWith = (load: LoadKind): PatternName[] =>
  Object.values(patterns)
    .filter(({ phases }) => phases.some((phase) => phase.load === load))
    .map(({ name }) => name);

/** The part of a header that names them. */
export const describedDrivers = (programs: readonly FoundDriver[]): Pick<RunHeader, 'drivers'> =>
  programs.length === 0 ? {} : { drivers: programs.map(({ path: _, ...driver }) => driver) };

/** The sizes of a run that they drive. */
export const sizesFor = (programs: readonly FoundDriver[], sizes: Sizes): Sizes =>
  programs.some(({ load }) => load === 'closed')
    ? { ...sizes, capacity_ms: Math.max(LEAST_CLOSED_MS, sizes.capacity_ms) }
    : sizes;

/**
 * Those of a run that goes on, found again.
 * @throws DuetError (exit 4) where one is missing, or is of another version.
 */
export function sameDrivers({
  id,
  command,
  drivers = [],
}: Pick<RunHeader, 'id' | 'command' | 'drivers'>): FoundDriver[] {
  return drivers.map(({ name, version }) => {
    const found = requireDriver(name);
    if (found.version === version) return found;
    throw new DuetError(
      `run ${id} cannot be resumed, because its samples would not be comparable:\n  ${name}: was ${version}, is ${found.version}`,
      { exitCode: EXIT.environment, hint: `put ${name} ${version} on PATH, or start a new run: duet ${command}` },
    );
  });
}
