/** The header of a diff: all that is known before its first timed trial. */

import type { CheckedOutSide } from '../../lab/checkout.ts';
import type { Lab } from '../../lab/lab.ts';
import type { Provenance } from '../../protocol/continuity.ts';
import type { BySide } from '../../protocol/diff/sides.ts';
import { describeEnvironment } from '../../protocol/environment.ts';
import { hashSources } from '../../protocol/sources.ts';
import {
  type AcceptedLine,
  type DiffHeader,
  type DiffService,
  PATTERNS,
  type PatternName,
  SCHEMA_VERSION,
  SIDES,
  type Sizes,
  STACKS,
  type StackName,
} from '../../results/schema.ts';
import { sideNames } from '../../results/side-names.ts';
import { version } from '../../version.ts';
import type { PreparedDiff } from './prepare.ts';

/** The part of the header that the request decides. */
export type RequestedDiffHeader = Pick<
  DiffHeader,
  | 'id'
  | 'command'
  | 'started_at'
  | 'seed'
  | 'budget_ms'
  | 'counts_only'
  | 'thresholds'
  | 'alerts'
  | 'fail_on'
  | 'strict'
  | 'patterns'
  | 'stacks'
>;

interface OwnScope {
  patterns: PatternName[];
  stacks: StackName[];
}

/** What of duet's own services a diff is about. */
export const ownScope = ({ patterns, stacks }: Pick<DiffHeader, 'patterns' | 'stacks'>): OwnScope => ({
  patterns: PATTERNS.filter((name) => patterns.includes(name)),
  stacks: STACKS.filter((name) => stacks.includes(name)),
});

/** What the checkouts say. */
export interface FoundSides {
  sides: BySide<CheckedOutSide>;
  accepted: AcceptedLine[];
  changedFiles: readonly string[];
}

interface Found extends FoundSides {
  sizes: Sizes;
  /** Undefined where nothing was started, because the services of both sides are the same, and where there is no database. */
  lab?: Pick<Lab, 'database' | 'ownership' | 'sharedDatabase'> | undefined;
  /** What is known of a reader's. */
  service?: DiffService;
  prepared?: PreparedDiff;
}

/** Without a plan: that comes last, when it is known what the set-up took. */
export function describeDiff(
  requested: RequestedDiffHeader,
  { sides, changedFiles, accepted, sizes, lab, prepared, service }: Found,
): DiffHeader {
  const {
    health,
    cells = [],
    counted = [],
    one_sided = [],
    unmeasured = [],
    answers = [],
    inspections,
    facts,
  } = prepared ?? {};
  const runtimesOf = (side: 'base' | 'head') =>
    Object.fromEntries(Object.entries(health?.[side] ?? {}).map(([stack, { runtime }]) => [stack, runtime]));
  return {
    schema: 'duet-diff-run',
    schema_version: SCHEMA_VERSION,
    duet_version: version,
    ...requested,
    ...(service === undefined ? {} : { service }),
    ...(accepted.length === 0 ? {} : { accepted }),
    sizes: { ...sizes },
    plan: { screening_blocks: 0, fresh_blocks: 0 },
    power: [],
    sides: {
      base: { ...sides.base, runtimes: runtimesOf('base') },
      head: { ...sides.head, runtimes: runtimesOf('head') },
    },
    ...(changedFiles.length === 0 ? {} : { changed_files: [...changedFiles] }),
    ...(lab?.sharedDatabase === undefined ? {} : { shared_database: lab.sharedDatabase }),
    ...(prepared === undefined ? { same_services: true as const } : {}),
    cells,
    ...(counted.length === 0 ? {} : { counted }),
    one_sided,
    ...(unmeasured.length === 0 ? {} : { unmeasured }),
    answers,
    inspections: inspections ?? { base: [], head: [] },
    ...(facts === undefined ? {} : { facts }),
    environment: describeEnvironment(lab, health?.head ?? {}, 'gate', sizes),
    harness_sources: harnessSources(),
  };
}

/** The services in this checkout are measured only where they are a side, and a side has hashes of its own. */
function harnessSources(): Record<string, string> {
  const { 'node service': _node, 'python service': _python, ...harness } = hashSources();
  return harness;
}

/** What must be equal for the samples of two sessions to be of one kind: the machine, the harness, both sides. */
export function provenanceOf({ duet_version, environment, harness_sources, sides, service }: DiffHeader): Provenance {
  const names = sideNames({ service });
  const ofSides = SIDES.flatMap((side) => [
    ...Object.entries(sides[side].sources).map(([part, hash]) => [`${part} of ${names[side]}`, hash]),
    ...Object.entries(sides[side].runtimes).map(([stack, runtime]) => [`${stack} runtime of ${names[side]}`, runtime]),
  ]);
  const requests = service?.requests.map(({ name, request, headers }) => ({ name, request, headers }));
  const asked = requests === undefined ? {} : { requests: JSON.stringify(requests) };
  return { duet_version, environment, sources: { ...harness_sources, ...Object.fromEntries(ofSides), ...asked } };
}
