/** The changes that a diff accepts: lines of --accept, of --accept-file, and of .duet-accept in head's checkout. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { refused } from '../errors.ts';
import { explainFileErrors } from '../file-errors.ts';
import { ACCEPT_FORM, parseAcceptLine } from '../results/accept-line.ts';
import type { AcceptedLine, SideName } from '../results/schema.ts';

/** At the top of a side. */
export const ACCEPT_FILE = '.duet-accept';

export interface AcceptOptions {
  accept?: string[];
  acceptFile?: string;
}

export function addAcceptOptions(command: Command): Command {
  return command
    .option(
      '--accept <line>',
      "accept a change in one row, e.g. 'pooling/node/after: statements 1 → 2' or '…: cpu +8 %' (at most that much); repeatable",
      collected,
    )
    .option(
      '--accept-file <file>',
      `a file with such lines, one per line; ${ACCEPT_FILE} at the top of head is always read`,
    );
}

function collected(value: string, before: string[] = []): string[] {
  if (parseAcceptLine(value) === undefined) throw new InvalidArgumentError(`It must look like ${ACCEPT_FORM}.`);
  return [...before, value.trim()];
}

/**
 * What was typed, and what stands in the file that was named.
 * @throws DuetError (exit 2) for a file that is not there, and for a line that is none.
 */
export function statedLines({ accept = [], acceptFile }: AcceptOptions): AcceptedLine[] {
  const typed = accept.map((line) => ({ line, from: '--accept' }));
  return acceptFile === undefined ? typed : [...typed, ...readLines(acceptFile, acceptFile)];
}

/**
 * The lines in head's file. A percentage that base's file states, too, is spent, and so are bytes: base is what the change
 * was accepted for, and the next change of that size is another one. A count says itself where it comes from.
 * @param rootOf where the code of a side lies.
 * @throws DuetError (exit 2) for a line of head's that is none.
 */
export function committedLines(rootOf: (side: SideName) => string): AcceptedLine[] {
  const [base, head] = (['base', 'head'] as const).map((side) => path.join(rootOf(side), ACCEPT_FILE));
  if (head === undefined || base === undefined || !existsSync(head)) return [];
  const earlier = existsSync(base) ? linesOf(readFileSync(base, 'utf8')).map(({ line }) => meaningOf(line)) : [];
  return readLines(head, ACCEPT_FILE).map((stated): AcceptedLine => {
    const meaning = meaningOf(stated.line);
    return meaning !== undefined && /"(percent|bytes)":/.test(meaning) && earlier.includes(meaning)
      ? { ...stated, spent: true }
      : stated;
  });
}

const meaningOf = (line: string): string | undefined => JSON.stringify(parseAcceptLine(line));

function readLines(file: string, name: string): AcceptedLine[] {
  const text = explainFileErrors(`read ${name}`, () => readFileSync(file, 'utf8'));
  return linesOf(text).map(({ line, number }) => {
    if (parseAcceptLine(line) === undefined)
      throw refused(`${name}, line ${number}: "${line}" accepts no change`, `write ${ACCEPT_FORM}`);
    return { line, from: `${name}, line ${number}` };
  });
}

/** Without blank lines and comments, which begin with a # at the start of a line or after a space. */
const linesOf = (text: string): { line: string; number: number }[] =>
  text
    .split('\n')
    .map((line, index) => ({ line: line.replace(/(^|\s)#.*$/, '').trim(), number: index + 1 }))
    .filter(({ line }) => line !== '');
