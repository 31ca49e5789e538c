/** The kinds of figures that a baseline holds. */

/**
 * What a figure is, which decides how it may be compared: a count is exact; a gain (before / after) and a ratio of the
 * stacks (Node / Python) mean something on another machine, too; a value in ms or bytes only on the same one.
 */
export const FIGURE_KINDS = ['count', 'gain', 'ratio', 'value'] as const;
