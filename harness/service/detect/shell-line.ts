/** Command lines that were written for a shell, as duet starts them: without one where that does the same. */
import { splitCommandLine } from '../command-line.ts';

/** A line that needs a shell is given one. */
export function withoutShell(line: string): string {
  try {
    splitCommandLine('a line', line);
    return line;
  } catch {
    return `sh -c '${line.replaceAll("'", "'\\''")}'`;
  }
}

/** $PORT, ${PORT} and ${PORT:-8000} as the placeholder. */
export const withPort = (line: string): string => line.replace(/"?(?:\$PORT\b|\$\{PORT(?::?-\d+)?\})"?/g, '{port}');
