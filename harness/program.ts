/** Carries out a command line, with the one catch: what a user can act on is printed plainly, with its exit code. */
import { type Command, CommanderError } from 'commander';
import { annotation } from './annotation.ts';
import { makeCommandTree } from './command-tree.ts';
import { explainLostDatabase } from './database-errors.ts';
import { DuetError, EXIT, formatWhere } from './errors.ts';
import { explainSystemError } from './file-errors.ts';
import { incompleteInstall } from './install.ts';
import { printableLines } from './printable.ts';
import { hideSecrets } from './secrets.ts';

/** The command line of this process, which ends with its exit code. */
export async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const program = await makeCommandTree(args[0]);
  keepOnWhenUnread();
  // What escapes every promise ends here too, so that the exit handlers run and no stack trace meets a user.
  process.on('uncaughtException', (error) => process.exit(explain(error, program)));
  process.exitCode = await carryOut(program, args);
}

/** A reader that has seen enough (`| head`), or a terminal that was closed. */
const UNREAD = ['EPIPE', 'EIO'];

/** What cannot be printed is no reason to lose a run: the files are written all the same, and its exit code says it. */
function keepOnWhenUnread(): void {
  process.stderr.on('error', () => {});
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    process.stdout.on('error', () => {});
    if (UNREAD.includes(error.code ?? '')) return;
    process.stderr.write(`duet: cannot print the results: ${error.message}\n`);
    process.stderr.write('duet: try: redirect the output to a disk with room; `duet report` prints them again\n');
    process.once('exit', () => {
      process.exitCode ||= EXIT.environment;
    });
  });
}

/** @returns the exit code; why it is not 0 has been printed. */
export async function carryOut(program: Command, args: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(args, { from: 'user' });
    return EXIT.fine;
  } catch (error) {
    return explain(error, program);
  }
}

function explain(error: unknown, program: Command): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  const { debug } = program.opts<{ debug?: boolean }>();
  // A line of progress may still stand there.
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
  const say = (text: string) => process.stderr.write(`${printableLines(hideSecrets(text))}\n`);
  const known =
    error instanceof DuetError
      ? error
      : (incompleteInstall(error) ?? explainSystemError(error) ?? explainLostDatabase(error));
  if (known !== undefined) return explainKnown(known, debug, say);
  const text = error instanceof Error ? error.message : String(error);
  say(`duet: unexpected: ${text}`);
  say(
    debug && error instanceof Error ? String(error.stack) : 'duet: try: the same command with --debug, and report it',
  );
  return EXIT.environment;
}

function explainKnown(error: DuetError, debug: boolean | undefined, say: (text: string) => void): number {
  const where = formatWhere(error.where);
  const what = `${where ? `${where}: ` : ''}${error.message}`;
  if (process.env.GITHUB_ACTIONS === 'true') say(annotation(what, error.hint));
  else {
    say(`duet: ${what}`);
    if (error.hint) say(`duet: try: ${error.hint}`);
  }
  if (debug && error.stack) say(error.stack);
  return error.exitCode;
}
