/** What a line of the table of faults says (harness/docs/faults.md). */

/** One fault as one kind of command meets it, and the test that does it for real. */
export interface Fault {
  /** Names the line, e.g. for `make test-faults ARGS="--only disk-too-small"`. */
  id: string;
  /** What is done. */
  what: string;
  /** The commands, in whose code the test meets it; `every` where the code is that of all of them. */
  commands: string;
  /** One exit code of the command, or in words where there is none. */
  exit: string;
  /** What the message says, and what is kept. */
  outcome: string;
  /** From the top of the repository. */
  file: string;
  /** The title of the test as it stands there, placeholders of `test.each` included. */
  test: string;
}

/** Tests in this folder are run by `make test-faults` alone; all others by `make test`, too. */
const APART = 'harness/tests/faults/';

export const tierOf = ({ file }: Pick<Fault, 'file'>): 'test' | 'test-faults' =>
  file.startsWith(APART) ? 'test-faults' : 'test';

/** What finds the test by its full name, whatever stands for the placeholders of its title. */
export function namePattern({ test }: Pick<Fault, 'test'>): string {
  const parts = test.split(/%[sdpo]|\$[a-zA-Z]+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return `${parts.join('.*')}$`;
}
