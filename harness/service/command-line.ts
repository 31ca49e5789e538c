/** Splitting a command line into words as a shell would, without running one. */
import { parse } from 'shell-quote';
import { refused } from '../errors.ts';
import { shownCommand } from '../secrets.ts';

/** Quotes that are closed, escapes, and everything else; the library drops a quote that stays open. */
const BALANCED = /^(?:[^'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")*$/s;

/** Whether it begins with an assignment, as in `PORT=1 npm start`. */
export const assignsFirst = (line: string): boolean => /^\s*[A-Za-z_]\w*=/.test(line);

/** Whether it is one command with its words, some of which may be variables, and not several, or one with an operator. */
export const isOneCommand = (line: string): boolean =>
  !line.includes('`') && parse(line, () => '').every((word) => typeof word === 'string');

/** Whether only a shell could carry it out: it has an operator, a pattern, a variable, an assignment or a comment. */
export function needsShell(line: string): boolean {
  if (assignsFirst(line) || line.includes('`')) return true;
  let hasVariable = false;
  const words = parse(line, () => {
    hasVariable = true;
    return '';
  });
  return hasVariable || words.some((word) => typeof word !== 'string');
}

/**
 * @param where it comes from, for the refusal, e.g. "--command".
 * @throws DuetError (exit 2) when it is empty, a quote stays open, or only a shell could carry it out.
 */
export function splitCommandLine(where: string, line: string): [program: string, ...args: string[]] {
  const needsShell = (what: string) =>
    refused(
      `${where}: ${what} needs a shell, and duet does not run one`,
      `quote it, or run a shell yourself: "sh -c 'exec …'"`,
    );
  if (!BALANCED.test(line))
    throw refused(`${where}: a quote is not closed in ${shownCommand(line)}`, 'close it, or put a \\ before it');
  const words = parse(line, (name) => {
    throw needsShell(`$${name}`);
  }).map((word) => {
    if (typeof word === 'string') return word;
    if ('comment' in word) throw needsShell('#');
    throw needsShell('pattern' in word ? word.pattern : word.op);
  });
  const [program, ...args] = words;
  if (program === undefined) throw refused(`${where} is empty`, 'give the command that you would type');
  return [program, ...args];
}
