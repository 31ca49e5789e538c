/** What differs between the sides of a diff, or may, and was not compared. */
import { type Static, Type } from 'typebox';
import { DiffPatternName, DiffStackName, PatternName, StackName } from './names.ts';

const Files = Type.Array(Type.String(), { description: 'Those that differ, relative to the checkout.' });
const cell = { pattern: DiffPatternName, stack: DiffStackName, variant: Type.String() };

export const Uncompared = Type.Union([
  Type.Object(
    { reason: Type.Literal('stack-left-out'), stack: StackName, files: Files },
    { description: '--stack left out a stack that these files belong to.' },
  ),
  Type.Object(
    { reason: Type.Literal('pattern-left-out'), patterns: Type.Array(PatternName), files: Files },
    { description: '--pattern left out patterns that these files belong to, of the stacks that were compared.' },
  ),
  Type.Object(
    { reason: Type.Literal('one-sided'), ...cell, change: Type.Enum(['added', 'removed']) },
    { description: 'An `after*` cell that only one side has.' },
  ),
  Type.Object(
    { reason: Type.Literal('unknown-variant'), ...cell },
    { description: 'An `after*` cell of changed services that the harness does not know how to measure.' },
  ),
  Type.Object(
    { reason: Type.Literal('fact-not-read'), ...cell, fact: Type.String({ description: 'The id of a shape fact.' }) },
    { description: 'This machine cannot tell it, of a cell that changed files belong to.' },
  ),
  Type.Object(
    { reason: Type.Literal('content-missing'), files: Files },
    { description: 'Pointers of Git LFS that differ, whose content neither side has here.' },
  ),
  Type.Object(
    { reason: Type.Literal('blocks-not-counted'), files: Files },
    { description: 'fixtures/sql differ, and PostgreSQL does not count what a statement touches.' },
  ),
]);

export type Uncompared = Static<typeof Uncompared>;
