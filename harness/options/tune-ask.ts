/** Asking for a target on a terminal, where none was given: Enter takes what stands in brackets. */
import { type Command, InvalidArgumentError } from 'commander';
import { type Ask, isTerminal } from './ask.ts';
import type { Declared } from './declared.ts';
import { OF_OUR_OWN, TUNE_OPTIONS, type TuneOptions } from './tune.ts';
import { isGiven } from './tune-refusals.ts';

/** Any of these says what is wanted, and nothing is asked. */
const TARGET = ['rate', 'p99', 'workload'];

/** Whether somebody is there to answer, and has not said yet what is wanted. */
export function shouldAsk(command: Command, streams?: { isTTY?: boolean }[]): boolean {
  return !TARGET.some((name) => isGiven(command, name)) && isTerminal(streams);
}

/**
 * Gives the command the options that are typed, held to the same rules as on the command line: a wrong answer is
 * explained and asked for again.
 * @returns the answers as options of a command line, e.g. ["--rate", "200"].
 */
export async function askForTarget(command: Command, ask: Ask, say: (text: string) => void): Promise<string[]> {
  const { command: line, url } = command.opts<TuneOptions>();
  const isOurs = line === undefined && url === undefined;
  say('What load must the service handle? Press Enter to accept the value in brackets.');
  const answers: string[] = [];
  for (const [name, declared] of Object.entries<Declared>(TUNE_OPTIONS)) {
    if (declared.question === undefined || (!isOurs && OF_OUR_OWN.includes(name))) continue;
    const answer = await answerTo(command, name, declared, { ask, say });
    if (answer !== '') answers.push(`--${name}`, answer);
  }
  return answers;
}

async function answerTo(
  command: Command,
  name: string,
  { question, parse, fallback, fallbackText }: Declared,
  { ask, say }: { ask: Ask; say: (text: string) => void },
): Promise<string> {
  for (;;) {
    const answer = (await ask(`  ${question} [${fallbackText ?? fallback ?? 'none'}]: `)).trim();
    if (answer === '') return '';
    try {
      command.setOptionValueWithSource(name, parse?.(answer, fallback as never) ?? answer, 'cli');
      return answer;
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      say(`  ${error.message}`);
    }
  }
}
