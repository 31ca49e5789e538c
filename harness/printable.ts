/** Texts that come from elsewhere (answers, logs, names of files) on their way to a terminal. Pure. */

/** Control characters from data must not reach a terminal: they move its cursor, colour it or answer for the user. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

/** The same line by line. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');
