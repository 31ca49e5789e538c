/** The files of interop/: the numbers of a results file for tools that keep or compare them. harness/docs/interop.md says how to use each. */
import type { DiffResults, Results } from '../../results/schema.ts';
import { bencherMetricFormat } from './bencher.ts';
import { compareSeries } from './compare-series.ts';
import { diffSeries } from './diff-series.ts';
import { githubActionBenchmark } from './github-action-benchmark.ts';
import { hyperfine } from './hyperfine.ts';
import { isFiniteSeries } from './series.ts';

/**
 * The text of each file by its name. A file that would hold nothing is not among them: github-action-benchmark fails on an
 * empty list, and a missing file says more plainly that there was nothing to tell.
 */
export function interopFiles(results: Results | DiffResults): Record<string, string> {
  const all = results.schema === 'duet-diff' ? diffSeries(results) : compareSeries(results);
  const series = all.filter(isFiniteSeries);
  const files = {
    'github-action-benchmark-smaller.json': githubActionBenchmark(series, 'lower'),
    'github-action-benchmark-bigger.json': githubActionBenchmark(series, 'higher'),
    'bencher.json': bencherMetricFormat(series),
    'hyperfine.json': hyperfine(series),
  };
  return Object.fromEntries(
    Object.entries(files)
      .filter(([, content]) => holdsSomething(content))
      .map(([name, content]) => [name, `${JSON.stringify(content, null, 2)}\n`]),
  );
}

/** The same by the paths in the folder of a run. */
export const interopFolder = (results: Results | DiffResults): Record<string, string> =>
  Object.fromEntries(Object.entries(interopFiles(results)).map(([name, text]) => [`interop/${name}`, text]));

function holdsSomething(content: object): boolean {
  return Object.keys('results' in content ? (content.results as object) : content).length > 0;
}
