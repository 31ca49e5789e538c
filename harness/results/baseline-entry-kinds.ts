/** The kinds of entries that a baseline holds. */

/**
 * What an entry is, which decides how it may be compared: a count is exact; a gain (before / after) and a ratio of the
 * stacks (Node / Python) mean something on another machine, too; a value in ms or bytes only on the same one.
 */
export const ENTRY_KINDS = ['count', 'gain', 'ratio', 'value'] as const;
