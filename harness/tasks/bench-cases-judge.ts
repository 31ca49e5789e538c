/** What is wrong with the outcome of a try, decided from tune.json and exit codes. Pure. */
import { EXIT } from '../errors.ts';
import { connectionsOf, type TuneResults, type TuneWindow } from '../results/tune.ts';
import type { Tried } from './bench-cases-try.ts';

/** @returns what is wrong; undefined: nothing. */
export type Judge = (tried: Tried) => string | undefined;

/** All of them, in their order: the first that finds something has it. */
export const all =
  (...judges: Judge[]): Judge =>
  (tried) => {
    for (const judge of judges) {
      const wrong = judge(tried);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };

/** It came to a recommendation: on a busy machine, to one that it says not to trust. */
export const recommends: Judge = ({ exitCode, results }) =>
  results?.status === 'complete' &&
  results.recommendation !== null &&
  (exitCode === EXIT.fine || exitCode === EXIT.invalid)
    ? undefined
    : 'no recommendation';

/** It came as far as it was to come, and then ended as one that was interrupted. */
export const comesSoFar: Judge = ({ exitCode, reached }) => {
  if (!reached) return 'it did not come so far';
  return exitCode === EXIT.interrupted ? undefined : `asked to end, it ended with ${exitCode ?? 'a kill'}`;
};

/** It is refused before anything is measured, with words that name what is refused. */
export const refuses =
  (words: RegExp): Judge =>
  ({ exitCode, stderr }) =>
    exitCode === EXIT.usage && words.test(stderr) ? undefined : 'it is not refused by name';

/** No request of the search met an answer that was wrong. */
export const nothingFails: Judge = ({ results }) => {
  const failed = searchWindows(results).filter(({ failures }) => failures > 0);
  return failed.length === 0 ? undefined : `${failed.length} windows with failures, e.g. ${failed[0]?.failure_example}`;
};

/** A check of what the results hold. */
export const holds =
  (wrong: string, isRight: (results: TuneResults) => boolean): Judge =>
  ({ results }) =>
    results !== undefined && isRight(results) ? undefined : wrong;

export const searchWindows = (results: TuneResults | undefined): TuneWindow[] =>
  results?.search.flatMap(({ windows }) => windows) ?? [];

/** The numbers of connections that were tried. */
export const triedConnections = ({ search }: Pick<TuneResults, 'search'>): number[] =>
  search.map(({ setting }) => connectionsOf(setting));

/** None of the secrets is in anything that was printed or written. */
export const hides =
  (secrets: readonly string[]): Judge =>
  ({ outputs }) => {
    const found = outputs.filter(({ text }) => secrets.some((secret) => text.includes(secret)));
    return found.length === 0 ? undefined : `secrets in ${found.map(({ name }) => name).join(', ')}`;
  };

const MOST_CHARACTERS = 160;

/** What came out, in a line. */
export function cameOf({ exitCode, reached, results, stderr }: Tried): string {
  const exit = exitCode === undefined ? 'killed' : `exit ${exitCode}`;
  const { recommendation } = results ?? {};
  if (results?.status === 'complete' && recommendation) {
    return `${exit}, ${connectionsOf(recommendation.setting)} connections`;
  }
  if (reached) return `measured until it was ended, ${exit}`;
  const said = stderr
    .split('\n')
    .findLast((line) => /^(?:duet|error): (?!try: )/.test(line))
    ?.replace(/^\w+: /, '');
  return said === undefined ? exit : `${exit}, "${said.slice(0, MOST_CHARACTERS)}"`;
}

/** A check of tune.json as text. */
export const says = (wrong: string, pattern: RegExp): Judge =>
  holds(wrong, (results) => pattern.test(JSON.stringify(results)));
