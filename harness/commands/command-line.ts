/** A command line as it can be typed again. */
import { maskPasswords } from '../errors.ts';

/** Words that a shell would split or expand are quoted; passwords are masked. */
export const commandLine = (words: readonly string[]): string =>
  words.map((word) => quoted(maskPasswords(word))).join(' ');

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
