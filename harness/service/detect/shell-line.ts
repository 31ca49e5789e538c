/** Command lines that were written for a shell, as duet starts them: without one where that does the same. */
import { isOneCommand, splitCommandLine } from '../command-line.ts';

/** A line that needs a shell is given one, which does not stay where the line is one command. */
export function withoutShell(line: string): string {
  try {
    splitCommandLine('a line', line);
    return line;
  } catch {
    const script = isOneCommand(line) ? `exec ${line}` : line;
    return `sh -c '${script.replaceAll("'", "'\\''")}'`;
  }
}

/** Assignments that a shell would make for one command, as `env` makes them: without a shell. */
export function withoutAssignments(line: string): { assigned: string; command: string } {
  const [, assignments = '', command = line] =
    /^\s*((?:[A-Za-z_]\w*=(?:[^\s'"]|'[^']*'|"[^"]*")*\s+)+)(.*)$/s.exec(line) ?? [];
  return { assigned: assignments === '' ? '' : `env ${assignments.trim()} `, command };
}

/** $PORT, ${PORT} and ${PORT:-8000} as the placeholder. */
export const withPort = (line: string): string => line.replace(/"?(?:\$PORT\b|\$\{PORT(?::?-\d+)?\})"?/g, '{port}');
