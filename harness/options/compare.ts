/** The options of `duet compare`. */
import { type Command, Option } from 'commander';
import { profiles } from '../patterns/profiles.ts';
import { DEFAULT_PLACEMENT, DRIVERS, PLACEMENTS, PROFILES } from '../results/name-lists.ts';
import type { DriverName, PlacementName, ProfileName } from '../results/schema.ts';
import { addSelection, type SelectionOptions } from './selection.ts';
import { duration, integer, name, profileName, someOf } from './values.ts';

export interface RunOptions extends SelectionOptions {
  profile: ProfileName;
  placement: PlacementName;
  seed?: number;
  blocks?: number;
  /** In ms. */
  timeBudget?: number;
  /** Absent: duet's own driver drives all loads. */
  driver?: DriverName[];
  /** A folder, an id or `latest`. */
  resume?: string;
  /** Absent: as the profile has it. */
  curves?: boolean;
  json?: boolean;
  dryRun?: boolean;
}

export function addRunOptions(command: Command): Command {
  const listed = PROFILES.map((name) => `${name} (${profiles[name].summary})`).join('; ');
  return addSelection(command)
    .addOption(
      new Option('--profile <name>', `sizes and delays: ${listed}`)
        .default('quick' satisfies ProfileName)
        .argParser(profileName),
    )
    .option(
      '--blocks <n>',
      "the number of times that everything is repeated (default: the profile's)",
      integer(1, 1_000),
    )
    .addOption(
      new Option(
        '--time-budget <time>',
        'measure 3 blocks, then as many more as fit, where intervals are widest; e.g. 5m',
      )
        .conflicts('blocks')
        .argParser(duration),
    )
    .option(
      '--curves',
      `also measure break-even curves (default with ${CURVE_PROFILES}, unless --time-budget is given)`,
    )
    .option('--no-curves', 'do not measure break-even curves')
    .addOption(
      new Option(
        '--driver <names>',
        `programs on PATH that drive loads in place of duet, comma-separated: vegeta (open loops), oha or wrk (closed loops)`,
      ).argParser(someOf(DRIVERS, 'driver', { fallback: [] }).parse),
    )
    .addOption(
      new Option(
        '--placement <name>',
        'what has a core of its own: service-apart (the service; PostgreSQL and the driver share another); database-apart (PostgreSQL, and from three cores on the driver, too); shared (nothing is pinned)',
      )
        .default(DEFAULT_PLACEMENT)
        .argParser(name(PLACEMENTS, 'placement')),
    )
    .option('--seed <n>', 'seed of the order of the trials (default: from the clock)', integer(0, 2 ** 31 - 1))
    .option('--resume <run>', 'continue an interrupted run: its folder, its id, or latest for the newest')
    .option('--dry-run', 'print the plan, every trial in its order and the expected time, and stop')
    .option('--json', 'print results.json on stdout instead of the summary');
}

/** The profiles that measure break-even curves when nobody asks. */
const CURVE_PROFILES = PROFILES.filter((name) => profiles[name].curves.byDefault).join(', ');
