import type { Command } from 'commander';
import { patterns } from '../patterns/index.ts';
import { profiles } from '../patterns/profiles.ts';
import { PATTERNS, PROFILES, STACKS } from '../results/schema.ts';

export function addList(program: Command): void {
  program
    .command('list')
    .description('list patterns with their variants and metrics, stacks and profiles')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  duet list --json')
    .action(({ json }: { json?: boolean }) => {
      const all = {
        patterns: PATTERNS.map((name) => ({
          name,
          title: patterns[name].title,
          variants: patterns[name].variants,
          metrics: patterns[name].metrics.map(({ id }) => id),
        })),
        stacks: STACKS,
        profiles: PROFILES.map((name) => ({ name, ...profiles[name] })),
      };
      console.log(json ? JSON.stringify(all, null, 2) : asText(all));
    });
}

interface Listing {
  patterns: { name: string; title: string; variants: string[]; metrics: string[] }[];
  stacks: readonly string[];
  profiles: { name: string; summary: string; blocks: number }[];
}

function asText({ patterns, stacks, profiles }: Listing): string {
  return [
    'Patterns',
    ...patterns.map(
      ({ name, title, variants, metrics }) =>
        `  ${name.padEnd(10)} ${title}\n${' '.repeat(13)}variants: ${variants.join(', ')}; metrics: ${metrics.join(', ')}`,
    ),
    `Stacks\n  ${stacks.join(', ')}`,
    'Profiles',
    ...profiles.map(({ name, summary, blocks }) => `  ${name.padEnd(10)} ${summary} (blocks: ${blocks})`),
  ].join('\n');
}
