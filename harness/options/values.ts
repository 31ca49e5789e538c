/** Values of options as they are typed; what cannot be one is refused with what would be valid. */
import { InvalidArgumentError } from 'commander';
import { closest } from 'fastest-levenshtein';
import { SAFE_NAME } from '../results/kept.ts';
import { PROFILES } from '../results/name-lists.ts';
import { presentProfile } from '../results/profile-names.ts';

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

/** The name of a profile, or one that it once had. */
export const profileName = (value: string) => name(PROFILES, 'profile')(presentProfile(value));

/** The name of a service in a history, which becomes part of the name of a page. */
export function serviceName(value: string): string {
  if (SAFE_NAME.test(value)) return value;
  throw new InvalidArgumentError(
    'It must be letters, digits, dots, dashes and underscores, a letter or digit first, and at most 64 of them.',
  );
}

/**
 * Several names, comma-separated or by repeating the option, in the order of the report.
 * @param every the word for all of them.
 */
export function someOf<Name extends string>(
  valid: readonly Name[],
  what: string,
  { fallback, every }: { fallback: Name[]; every?: string },
) {
  const parse = (value: string, before = fallback): Name[] => {
    if (value === every) return [...valid];
    const typed = value.split(',').map((one) => name(valid, what)(one.trim()));
    // Whoever types a name wants that one, and not the fallback, too.
    const given = before === fallback ? typed : [...before, ...typed];
    return valid.filter((one) => given.includes(one));
  };
  return { parse, fallback };
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
