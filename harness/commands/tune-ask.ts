/** Asking for a target on a terminal, where none was given: Enter takes what stands in brackets. */
import { createInterface } from 'node:readline/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { Interrupted } from '../errors.ts';
import { ARRIVALS, WORKLOADS } from '../results/tune.ts';
import { isGiven } from './tune-refusals.ts';

/** Asks and returns what was typed, without what surrounds it. */
export type Ask = (question: string) => Promise<string>;

/** Option, question. Those of the second kind are for duet's own services. */
const QUESTIONS = [
  ['rate', 'Arrivals per second, at all processes together'],
  ['p99', 'Latency that 99 of 100 requests are to keep to, e.g. 100ms'],
  ['processes', 'Processes, each with a pool of its own'],
  ['arrivals', `How requests come (${ARRIVALS.join(', ')})`],
] as const;
const OWN_QUESTIONS = [
  ['workload', `What a request does (${WORKLOADS.join(', ')}, all)`],
  ['stack', 'Stacks (node, python, both)'],
] as const;

/** Any of these says what is wanted, and nothing is asked. */
const TARGET = ['rate', 'p99', 'workload'];

/** Whether somebody is there to answer, and has not said yet what is wanted. */
export function shouldAsk(command: Command, streams: { isTTY?: boolean }[] = STREAMS): boolean {
  return !TARGET.some((name) => isGiven(command, name)) && streams.every(({ isTTY }) => isTTY === true);
}

const STREAMS = [process.stdin, process.stdout, process.stderr];

/**
 * Gives the command the options that are typed, held to the same rules as on the command line: a wrong answer is
 * explained and asked for again.
 * @returns the answers as options of a command line, e.g. ["--rate", "200"].
 */
export async function askForTarget(command: Command, ask: Ask, say: (text: string) => void): Promise<string[]> {
  const { command: line, url } = command.opts<{ command?: string; url?: string }>();
  const questions = line === undefined && url === undefined ? [...QUESTIONS, ...OWN_QUESTIONS] : QUESTIONS;
  say('What is the service to bear? Enter takes what stands in brackets.');
  const answers: string[] = [];
  for (const [name, question] of questions) {
    const answer = await answerTo(command, name, question, { ask, say });
    if (answer !== '') answers.push(`--${name}`, answer);
  }
  return answers;
}

async function answerTo(
  command: Command,
  name: string,
  question: string,
  { ask, say }: { ask: Ask; say: (text: string) => void },
): Promise<string> {
  const option = command.options.find((one) => one.attributeName() === name);
  const fallback = option?.defaultValueDescription ?? option?.defaultValue ?? 'none';
  for (;;) {
    const answer = (await ask(`  ${question} [${fallback}]: `)).trim();
    if (answer === '') return '';
    try {
      command.setOptionValueWithSource(name, option?.parseArg?.(answer, undefined) ?? answer, 'cli');
      return answer;
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      say(`  ${error.message}`);
    }
  }
}

/** Questions on this terminal. Ctrl-C and the end of the input are the end of the command. */
export function openTerminal(): { ask: Ask } & Disposable {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ending = new AbortController();
  const end = () => ending.abort(new Interrupted('SIGINT'));
  terminal.on('SIGINT', end).on('close', end);
  return {
    async ask(question) {
      try {
        return await terminal.question(question, { signal: ending.signal });
      } catch (error) {
        throw ending.signal.aborted ? ending.signal.reason : error;
      }
    },
    [Symbol.dispose]: () => terminal.close(),
  };
}
