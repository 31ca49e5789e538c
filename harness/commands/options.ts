/** Options that several commands share, with defaults and refusals that name the valid values. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { closest } from 'fastest-levenshtein';
import { profiles } from '../patterns/profiles.ts';
import { PATTERNS, type PatternName, PROFILES, type ProfileName, STACKS, type StackName } from '../results/schema.ts';

export interface StackOptions {
  stack: StackName[];
  out: string;
}

export interface SelectionOptions extends StackOptions {
  pattern: PatternName[];
}

export interface RunOptions extends SelectionOptions {
  profile: ProfileName;
  seed?: number;
  blocks?: number;
  /** In ms. */
  timeBudget?: number;
  /** A folder, an id or `latest`. */
  resume?: string;
  /** Absent: as the profile has it. */
  curves?: boolean;
  json?: boolean;
  dryRun?: boolean;
}

/** The options of every command that starts services. */
export function addStacks(command: Command): Command {
  return command
    .addOption(chosenFrom('--stack <names>', STACKS, 'stack', 'both'))
    .option('--out <folder>', 'where runs are written', 'out');
}

export function addSelection(command: Command): Command {
  return addStacks(command.addOption(chosenFrom('--pattern <names>', PATTERNS, 'pattern', 'all')));
}

/** @param every the word for all of them. */
export function chosenFrom<Name extends string>(
  flags: string,
  all: readonly Name[],
  what: string,
  every: string,
): Option {
  return new Option(flags, `only these, comma-separated: ${all.join(', ')}`)
    .argParser(names(all, what, every))
    .default([...all], every);
}

export function addRunOptions(command: Command): Command {
  const listed = PROFILES.map((name) => `${name} (${profiles[name].summary})`).join('; ');
  return addSelection(command)
    .addOption(
      new Option('--profile <name>', `sizes and delays: ${listed}`)
        .default('quick' satisfies ProfileName)
        .argParser(name(PROFILES, 'profile')),
    )
    .option('--blocks <n>', "repeat everything this often (default: the profile's)", integer(1, 1_000))
    .addOption(
      new Option('--time-budget <time>', 'a pilot of 3 blocks, then as many as fit where intervals are widest, e.g. 5m')
        .conflicts('blocks')
        .argParser(duration),
    )
    .option(
      '--curves',
      `also measure break-even curves (default with ${CURVE_PROFILES}, unless --time-budget is given)`,
    )
    .option('--no-curves', 'leave the break-even curves out')
    .option('--seed <n>', 'draws the order of the trials (default: from the clock)', integer(0, 2 ** 31 - 1))
    .option('--resume <run>', 'continue an interrupted run: its folder, its id, or latest for the newest')
    .option('--dry-run', 'print the plan, every trial in its order and the expected time, and stop')
    .option('--json', 'print results.json on stdout instead of the summary');
}

/** The profiles that measure break-even curves when nobody asks. */
const CURVE_PROFILES = PROFILES.filter((name) => profiles[name].curves.byDefault).join(', ');

/** One of the valid names; the error lists them and names the nearest. */
export function name<Name extends string>(valid: readonly Name[], what: string) {
  return (value: string): Name => {
    const found = valid.find((one) => one === value);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(
      `There is no ${what} "${value}". Did you mean "${closest(value, [...valid])}"? Valid: ${valid.join(', ')}.`,
    );
  };
}

/**
 * Several names, comma-separated or by repeating the option, in the order of the report.
 * @param every the word for all of them.
 */
export function names<Name extends string>(valid: readonly Name[], what: string, every?: string) {
  let given: Name[] = [];
  return (value: string): Name[] => {
    if (value === every) given = [...valid];
    else given = [...given, ...value.split(',').map((one) => name(valid, what)(one.trim()))];
    return valid.filter((one) => given.includes(one));
  };
}

/** In ms, from e.g. 90s, 5m or 1h30m. */
export function duration(value: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = value.match(/^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/) ?? [];
  const ms = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  if (ms > 0 && ms <= LONGEST_BUDGET_MS) return ms;
  throw new InvalidArgumentError('It must be a time such as 90s, 5m or 1h30m, and at most 24h.');
}

const LONGEST_BUDGET_MS = 24 * 3_600_000;

export function integer(least: number, most: number) {
  return (value: string): number => {
    if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
