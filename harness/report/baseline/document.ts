/** The files of a comparison with a stored baseline, and its summary for a terminal. */
import type { BaselineDiff } from '../../results/schema.ts';
import type { Document } from '../kit/document.ts';
import { renderBaselineMarkdown } from './markdown.ts';
import { renderBaselineSummary } from './terminal.ts';

export const baselineDocument: Document<BaselineDiff> = {
  data: 'baseline-diff.json',
  pages: { 'baseline-diff.md': renderBaselineMarkdown },
  terminal: renderBaselineSummary,
};
