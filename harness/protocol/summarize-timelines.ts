/** The timelines of a run, each with its pattern. Pure. */
import type { Summary, Timeline } from '../results/schema.ts';
import { isSame } from './trace-cells.ts';

/** The results with what was traced of them: of every cell the last time. As they are where nothing was. */
export function withTimelines(results: Summary, timelines: readonly Timeline[]): Summary {
  if (timelines.length === 0) return results;
  const last = timelines.filter((one, at) => !timelines.slice(at + 1).some((later) => isSame(later, one)));
  return {
    ...results,
    patterns: results.patterns.map((result) => {
      const ofPattern = last.filter(({ pattern }) => pattern === result.pattern);
      return ofPattern.length === 0 ? result : { ...result, timelines: ofPattern };
    }),
  };
}
