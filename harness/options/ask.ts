/** Questions on a terminal. */
import { createInterface } from 'node:readline/promises';
import { Interrupted } from '../errors.ts';

/** Asks and returns what was typed, without what surrounds it. */
export type Ask = (question: string) => Promise<string>;

const STREAMS = [process.stdin, process.stdout, process.stderr];

/** Whether somebody is there to read questions and to answer. */
export const isTerminal = (streams: { isTTY?: boolean }[] = STREAMS): boolean =>
  streams.every(({ isTTY }) => isTTY === true);

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
