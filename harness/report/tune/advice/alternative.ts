/** What a pool is called that the recommendation is measured beside. */
import type { Alternative } from '../../../results/schema.ts';

const ORIGINS = {
  source: 'the original',
  default: 'the default',
  searched: 'what the search had found',
  'without-pooler': 'without the pooler',
} as const;

/** "20 + 10 (the original)"; of a pool without overflow "30 (20 + 10, the original)". */
export function alternativeText(alternative: Alternative): string {
  if (alternative.code === 'stored') return alternative.text;
  const { code, size, overflow, stands_for } = alternative;
  const origin = stands_for === undefined ? ORIGINS[code] : `${sum(stands_for)}, ${ORIGINS[code]}`;
  return `${overflow === 0 ? size : sum({ size, overflow })} (${origin})`;
}

const sum = ({ size, overflow }: { size: number; overflow: number }) => `${size} + ${overflow}`;
