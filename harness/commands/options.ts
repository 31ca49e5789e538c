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
  json?: boolean;
  dryRun?: boolean;
}

/** The options of every command that starts services. */
export function addStacks(command: Command): Command {
  return command
    .option('--stack <names>', `only these: ${STACKS.join(', ')}`, names(STACKS, 'stack'), [...STACKS])
    .option('--out <folder>', 'where runs are written', 'out');
}

export function addSelection(command: Command): Command {
  return addStacks(
    command.option(
      '--pattern <names>',
      `only these, comma-separated: ${PATTERNS.join(', ')}`,
      names(PATTERNS, 'pattern'),
      [...PATTERNS],
    ),
  );
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
    .option('--seed <n>', 'draws the order of the trials (default: from the clock)', integer(0, 2 ** 31 - 1))
    .option('--dry-run', 'print the plan, every trial in its order and the expected time, and stop')
    .option('--json', 'print results.json on stdout instead of the summary');
}

/** One of the valid names; the error lists them and names the nearest. */
function name<Name extends string>(valid: readonly Name[], what: string) {
  return (value: string): Name => {
    const found = valid.find((one) => one === value);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(
      `There is no ${what} "${value}". Did you mean "${closest(value, [...valid])}"? Valid: ${valid.join(', ')}.`,
    );
  };
}

/** Several names, comma-separated or by repeating the option, in the order of the report. */
function names<Name extends string>(valid: readonly Name[], what: string) {
  let given: Name[] = [];
  return (value: string): Name[] => {
    given = [...given, ...value.split(',').map((one) => name(valid, what)(one.trim()))];
    return valid.filter((one) => given.includes(one));
  };
}

function integer(least: number, most: number) {
  return (value: string): number => {
    if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
