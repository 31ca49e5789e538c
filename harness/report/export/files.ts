/** The files of an export beside that of its requests, by their names; the one that people open first comes first. */
import type { Generator, LoadExport } from '../../results/load-export.ts';
import { renderVegetaJob } from './vegeta-job.ts';
import { renderVegetaReadme } from './vegeta-readme.ts';

const README = 'README.md';

const FILES: Record<Generator, (plan: LoadExport) => Record<string, string>> = {
  vegeta(plan) {
    const job = 'job.yaml';
    return { [README]: renderVegetaReadme(plan, job), [job]: renderVegetaJob(plan) };
  },
};

export const filesOf = (generator: Generator, plan: LoadExport): Record<string, string> => FILES[generator](plan);
