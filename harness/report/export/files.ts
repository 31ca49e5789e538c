/** The files of an export beside that of its requests, by their names; the one that people open first comes first. */
import type { Generator, LoadExport } from '../../results/load-export.ts';
import { renderK6Readme } from './k6-readme.ts';
import { renderK6Script } from './k6-script.ts';
import { renderK6TestRun } from './k6-test-run.ts';
import { renderVegetaJob } from './vegeta-job.ts';
import { renderVegetaReadme } from './vegeta-readme.ts';

const README = 'README.md';

const FILES: Record<Generator, (plan: LoadExport) => Record<string, string>> = {
  vegeta(plan) {
    const job = 'job.yaml';
    return { [README]: renderVegetaReadme(plan, job), [job]: renderVegetaJob(plan) };
  },
  k6(plan) {
    const [script, testRun] = ['script.js', 'test-run.yaml'];
    const text = renderK6Script(plan);
    return {
      [README]: renderK6Readme(plan, { script, testRun }),
      [script]: text,
      [testRun]: renderK6TestRun(plan, { name: script, text }),
    };
  },
};

export const filesOf = (generator: Generator, plan: LoadExport): Record<string, string> => FILES[generator](plan);
