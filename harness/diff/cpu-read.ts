/** How much of more work in a handler shows in the CPU per request as a diff measures it. Pure. */
import type { CellName } from '../results/schema.ts';

/**
 * The cells in which less than all of 5 % is read, which is where the 95 % interval of `make bench-cpu-read` ends below 1 (the table
 * of harness/patterns/diff/README.md). Of changes of a quarter and more nearly all is read.
 */
const BENT: readonly (Pick<CellName, 'pattern' | 'stack'> & { share: number })[] = [
  { pattern: 'parallel', stack: 'node', share: 0.71 },
];

/** The share of a change of some percent that is read; 1 where nothing else is known. */
export const cpuReadOf = ({ pattern, stack }: CellName): number =>
  BENT.find((bent) => bent.pattern === pattern && bent.stack === stack)?.share ?? 1;
