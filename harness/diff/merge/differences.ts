/** In what two shares are not of one plan, or not of one code. Pure. */
import { cellPath } from '../../results/cell-name.ts';
import { type DiffHeader, SIDES } from '../../results/schema.ts';

/** One thing that must be equal and is not. */
export interface ShardDifference {
  what: string;
  values: [string, string];
}

/**
 * The plan, what is compared, the harness, and the software that both sides run on. Machines may differ: each is a stratum,
 * and has a CPU, a number of cores and a kernel of its own. So may the loads of a reader's requests, which each machine has
 * chosen by what they take there.
 */
export function differencesOf(one: DiffHeader, other: DiffHeader): ShardDifference[] {
  const [ours, theirs] = [factsOf(one), factsOf(other)];
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
    .filter((what) => ours[what] !== theirs[what])
    .map((what) => ({ what, values: [ours[what] ?? 'none', theirs[what] ?? 'none'] }));
}

function factsOf(header: DiffHeader): Record<string, string> {
  const { plan, thresholds, sizes, harness_sources, service, environment } = header;
  const { shard: _shard, look, missing: _missing, ...fixed } = plan.fixed ?? { shards: 0, blocks: 0, rule: 'none' };
  return {
    'version of duet': header.duet_version,
    ...prefixed('source of duet', harness_sources),
    'number of shards': `${fixed.shards}`,
    blocks: `${fixed.blocks}`,
    seed: `${header.seed}`,
    rule: fixed.rule,
    ...sidesOf(header),
    cells: header.cells.map(cellPath).join(', '),
    'counted cells': (header.counted ?? []).map(cellPath).join(', '),
    look: JSON.stringify(look ?? null),
    windows: `${plan.turns?.windows ?? 0}`,
    ...prefixed('threshold of', thresholds),
    alerts: JSON.stringify(header.alerts),
    '--fail-on': header.fail_on,
    '--strict': `${header.strict}`,
    'accepted lines': (header.accepted ?? []).map(({ line }) => line).join(', '),
    ...prefixed('size', sizes),
    service: service?.name ?? 'those of duet',
    requests: JSON.stringify(service?.requests.map(({ load: _load, ...asked }) => asked) ?? []),
    PostgreSQL: environment.postgres,
  };
}

/** Not as they were typed: the same commit has several names, and the same folder several paths. */
function sidesOf({ sides, changed_files = [] }: DiffHeader): Record<string, string> {
  const all = SIDES.flatMap((side) => {
    const { commit, sources, runtimes } = sides[side];
    return [
      [`commit of ${side}`, commit ?? 'not in a repository'],
      ...Object.entries(sources).map(([part, hash]) => [`${part} of ${side}`, hash]),
      ...Object.entries(runtimes).map(([stack, runtime]) => [`${stack} runtime of ${side}`, runtime]),
    ];
  });
  return { ...Object.fromEntries(all), 'changed files': changed_files.join(', ') };
}

const prefixed = (before: string, values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${before} ${key.replaceAll('_', ' ')}`, `${value}`]),
  );
