/** A command line as it can be typed again. */
import { maskHeader, maskPasswords } from '../errors.ts';

/** Words that a shell would split or expand are quoted; passwords and the secrets of headers are masked. */
export const commandLine = (words: readonly string[]): string => words.map((word) => quoted(masked(word))).join(' ');

/** A header is a word of its own, or follows its option: whatever is in it, quotes included, belongs to its value. */
const masked = (word: string): string =>
  maskPasswords(
    word.replace(
      /^((?:--header=)?([\w-]+): *)(.*)$/s,
      (_, start: string, name: string, value: string) => start + maskHeader(name, value),
    ),
  );

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
