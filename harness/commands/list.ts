import type { Command } from 'commander';
import { WORKLOAD_TITLES } from '../options/tune.ts';
import type { Pattern } from '../patterns/pattern.ts';
import { profiles } from '../patterns/profiles.ts';
import { ARRIVALS, FORMS, PATTERNS, PROFILES, STACKS, WORKLOADS } from '../results/name-lists.ts';

export function addList(program: Command): void {
  program
    .command('list')
    .description('list patterns with their variants and metrics, stacks, profiles, and the workloads of tune')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  duet list --json')
    .action(async ({ json }: { json?: boolean }) => {
      const { patterns } = await import('../patterns/index.ts');
      const all = {
        patterns: PATTERNS.map((name) => ({
          name,
          title: patterns[name].title,
          variants: patterns[name].variants,
          counted: patterns[name].counted ?? { node: [], python: [] },
          metrics: patterns[name].metrics.map(({ id }) => id),
        })),
        stacks: STACKS,
        profiles: PROFILES.map((name) => ({ name, ...profiles[name] })),
        tune: {
          workloads: WORKLOADS.map((name) => ({ name, title: WORKLOAD_TITLES[name] })),
          forms: FORMS,
          arrivals: ARRIVALS,
        },
      };
      console.log(json ? JSON.stringify(all, null, 2) : asText(all));
    });
}

interface Listing {
  patterns: (Pick<Pattern, 'name' | 'title' | 'variants'> & {
    counted: Required<Pattern>['counted'];
    metrics: string[];
  })[];
  stacks: readonly string[];
  profiles: { name: string; summary: string; blocks: number }[];
  tune: { workloads: { name: string; title: string }[]; forms: readonly string[]; arrivals: readonly string[] };
}

const INDENT = ' '.repeat(13);

function asText({ patterns, stacks, profiles, tune }: Listing): string {
  return [
    'Patterns',
    ...patterns.flatMap(({ name, title, variants, counted, metrics }) => [
      `  ${name.padEnd(10)} ${title}`,
      `${INDENT}variants: ${variants.join(', ')}; metrics: ${metrics.join(', ')}`,
      ...STACKS.filter((stack) => counted[stack].length > 0).map(
        (stack) => `${INDENT}counted, not timed, in ${stack}: ${counted[stack].map((one) => one.name).join(', ')}`,
      ),
    ]),
    `Stacks\n  ${stacks.join(', ')}`,
    'Profiles',
    ...profiles.map(({ name, summary, blocks }) => `  ${name.padEnd(10)} ${summary} (blocks: ${blocks})`),
    'Workloads of duet tune pool',
    ...tune.workloads.map(({ name, title }) => `  ${name.padEnd(10)} ${title}`),
    `  forms: ${tune.forms.join(', ')}; arrivals: ${tune.arrivals.join(', ')}`,
  ].join('\n');
}
