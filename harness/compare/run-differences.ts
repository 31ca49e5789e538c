/** In what two runs differ beside their numbers, and what that means for their gains. Pure. */
import type { RunDifference, Weight } from '../results/beside.ts';
import { fixedSizes } from '../results/fixed-sizes.ts';
import { CPU_SPEED_FACT, type Results, RUNTIME_FACT, type RunHeader, STACKS } from '../results/schema.ts';

/** The parts of a run's sources that say how it is measured; the others are measured themselves. */
const MEASURING = ['harness', 'fixtures'] as const;
/** Facts that something else tells, and one that is measured anew by every run. */
const TOLD_OTHERWISE: ReadonlySet<string> = new Set([RUNTIME_FACT, CPU_SPEED_FACT]);
/** The total that a system reports changes a little with its kernel. */
const MEMORY_SLACK = 0.01;

/** The gravest first. */
export function runDifferences({ run: here }: Results, { run: there }: Results): RunDifference[] {
  const found: RunDifference[] = [];
  const compare = (
    aspect: RunDifference['aspect'],
    weight: Weight,
    of: (run: RunHeader) => string | number | null | undefined,
    more: Pick<RunDifference, 'name' | 'stack'> = {},
  ) => {
    const [one, other] = [of(here) ?? null, of(there) ?? null];
    if (one !== other) found.push({ aspect, weight, ...more, here: one, there: other });
  };
  const sizes = [here, there].map((run) => fixedSizes(run.sizes));
  const sizeNames = [...new Set(sizes.flatMap(Object.keys))];
  compare('profile', 'work', ({ profile }) => profile);
  for (const name of sizeNames) compare('size', 'work', (run) => fixedSizes(run.sizes)[name], { name });
  // A run of before sources were recorded says nothing of them.
  if (here.sources && there.sources)
    compare('measuring', 'work', ({ sources = {} }) => MEASURING.map((part) => sources[part] ?? '').join(' '));
  compare(
    'driver',
    'work',
    ({ drivers }) => drivers?.map(({ name, version }) => `${name} ${version}`).join(', ') ?? 'duet',
  );
  compare('cpu', 'machine', ({ environment }) => environment.cpu);
  compare('cores', 'machine', ({ environment }) => environment.cores);
  if (differMuch(here, there)) compare('memory', 'machine', ({ environment }) => environment.memory_bytes);
  compare('system', 'machine', ({ environment: { os, kernel } }) => `${os}, kernel ${kernel}`);
  compare('container', 'machine', ({ environment }) => (environment.container ? 'yes' : 'no'));
  compare('placement', 'machine', ({ environment }) => environment.pinning);
  compare('harness', 'machine', ({ environment }) => environment.harness_node);
  for (const stack of STACKS.filter((one) => here.stacks.includes(one) && there.stacks.includes(one))) {
    compare('runtime', 'software', ({ environment }) => environment.runtimes[stack], { stack });
    if (here.sources && there.sources)
      compare('code', 'software', ({ sources = {} }) => sources[`${stack} service`], { stack });
    for (const fact of sharedFacts(here, there))
      compare('fact', 'software', ({ parity }) => parity.find((one) => one.fact === fact)?.values[stack], {
        name: fact,
        stack,
      });
  }
  compare(
    'database',
    'software',
    ({ environment: { postgres, postgres_source } }) => `${postgres} (${postgres_source})`,
  );
  compare('duet', 'software', ({ duet_version }) => duet_version);
  compare('commit', 'software', ({ environment: { commit, dirty } }) => commit && `${commit}${dirty ? '+' : ''}`);
  compare('patterns', 'extent', ({ patterns }) => patterns.join(', '));
  compare('stacks', 'extent', ({ stacks }) => stacks.join(', '));
  compare('blocks', 'extent', ({ blocks }) => blocks);
  return found;
}

/** The parity facts that both runs state. */
function sharedFacts(here: RunHeader, there: RunHeader): string[] {
  const theirs = new Set(there.parity.map(({ fact }) => fact));
  return here.parity.map(({ fact }) => fact).filter((fact) => theirs.has(fact) && !TOLD_OTHERWISE.has(fact));
}

function differMuch(here: RunHeader, there: RunHeader): boolean {
  const [one, other] = [here, there].map(({ environment }) => environment.memory_bytes) as [number, number];
  return Math.abs(one - other) > MEMORY_SLACK * Math.max(one, other);
}
