/** What stands around the numbers of every document: facts, banners, the environment. */
import { placementName } from '../../results/placement-name.ts';
import { DEFAULT_PLACEMENT, type RunHeader } from '../../results/schema.ts';
import { counted, quantity, STACK_TITLES } from './format.ts';

/** A label and what stands beside it. */
export type Fact = [label: string, value: string];

/** What a reader must know before the first number. */
export interface Banner {
  kind: 'partial' | 'failure';
  title: string;
  lines: string[];
}

/** Null where there is nothing to say. */
export function bannerOf(kind: Banner['kind'], title: string, lines: string[]): Banner | null {
  return lines.length === 0 ? null : { kind, title, lines };
}

export function environmentFacts({ run: { environment } }: { run: Pick<RunHeader, 'environment'> }): Fact[] {
  const facts: Fact[] = [
    ['CPU', `${environment.cpu}, ${counted(environment.cores, 'core')}`],
    ['Memory', quantity(environment.memory_bytes, 'bytes')],
    ['System', `${environment.os}, kernel ${environment.kernel}${environment.container ? ', in a container' : ''}`],
  ];
  for (const [stack, runtime] of Object.entries(environment.runtimes)) {
    facts.push([`${STACK_TITLES[stack as keyof typeof STACK_TITLES]} service`, runtime]);
  }
  facts.push(
    ['Harness', environment.harness_node],
    ['Database', `${databaseName(environment.postgres)} (${environment.postgres_source})`],
    ['Placement', placementText(environment)],
    [
      'Commit',
      `${environment.commit ?? 'not in a repository'}${environment.dirty ? ', with uncommitted changes' : ''}`,
    ],
    ['Fingerprint', environment.fingerprint],
  );
  return facts;
}

/** A placement that was asked for has its name. */
function placementText(environment: RunHeader['environment']): string {
  const name = placementName(environment);
  return name === DEFAULT_PLACEMENT ? environment.pinning : `${name}: ${environment.pinning}`;
}

/**
 * How to measure the same again, with the seed where the command does not name it, and how to write the files again.
 * @param results the name of their file.
 */
export function repeatCommands(
  again: string,
  { command, seed, id }: Pick<RunHeader, 'command' | 'seed' | 'id'>,
  results: string,
): Fact[] {
  const seeded = /(^|\s)--seed\b/.test(command) ? '' : ` --seed ${seed}`;
  return [
    [again, `duet ${command}${seeded}`],
    ['Write these files again', `duet report out/${id}/${results}`],
  ];
}

/** Metrics this platform cannot give; never an empty list. */
export function absentMetrics({ run: { environment } }: { run: Pick<RunHeader, 'environment'> }): string[] {
  return environment.missing.length > 0 ? environment.missing : ['None: every metric was available.'];
}

/** The environment may hold the version alone. */
export function databaseName(postgres: string): string {
  return /^\d/.test(postgres) ? `PostgreSQL ${postgres}` : postgres;
}
