/**
 * What of a diff differs and was not compared: the one place with the rule. Pure.
 *
 * A diff is complete when everything that a changed file can reach was compared. A file of a service reaches its stack: a
 * file that is named after a pattern (node/patterns/pooling.ts) that pattern alone, any other file all patterns. The files
 * of fixtures/sql reach both stacks and the patterns that read tables. So a diff that --pattern or --stack narrows to what
 * was changed is complete, and one that leaves out a part of it is not. An `after*` cell that one side alone has, or that
 * this harness cannot measure though its service changed, was not compared, whatever was asked for; nor was a fact that this
 * machine cannot tell of a changed cell, or a changed file whose content is elsewhere. `before*` cells are not judged at all,
 * and that --counts-only times nothing is what it says; neither makes a diff incomplete.
 */
import { factsOf } from '../patterns/shape/facts.ts';
import { isCell, isImproved, shapedCells } from '../results/cell-name.ts';
import {
  type DiffHeader,
  type DiffPatternName,
  type DiffStackName,
  PATTERNS,
  type PatternName,
  SIDES,
  STACKS,
  type StackName,
  type Uncompared,
} from '../results/schema.ts';

type Compared = Pick<
  DiffHeader,
  | 'patterns'
  | 'stacks'
  | 'sides'
  | 'changed_files'
  | 'one_sided'
  | 'unmeasured'
  | 'inspections'
  | 'facts'
  | 'cells'
  | 'counted'
  | 'same_services'
  | 'service'
>;

const TABLES = 'fixtures/';
/** Those whose requests read the tables. */
const TABLE_READERS: readonly PatternName[] = ['parallel', 'batching', 'pooling'];

/**
 * In the order in which they are told. A diff of before changed files were listed has only its cells. A reader's service has
 * the requests that its config file names, on both sides, and no parts that could be left out.
 */
export function uncomparedOf(header: Compared): Uncompared[] {
  if (header.service !== undefined) return contentMissing(header);
  const { stacks, changed_files = [], one_sided, unmeasured = [] } = header;
  return [
    ...STACKS.filter((stack) => !stacks.includes(stack)).flatMap((stack) => stackLeftOut(header, stack)),
    ...patternsLeftOut(header),
    ...one_sided
      .filter(({ variant }) => isImproved(variant))
      .map((cell) => ({ reason: 'one-sided' as const, ...cell })),
    ...unmeasured
      .filter(({ variant, stack }) => isImproved(variant) && reaches(changed_files, stack))
      .map((cell) => ({ reason: 'unknown-variant' as const, ...cell })),
    ...factsNotRead(header),
    ...contentMissing(header),
    ...blocksNotCounted(header),
  ];
}

/** A stack that neither side has cannot have changed. */
function stackLeftOut({ changed_files = [], sides }: Compared, stack: StackName): Uncompared[] {
  const files = changed_files.filter((file) => stacksOf(file).includes(stack));
  const isThere = SIDES.some((side) => `${stack} service` in sides[side].sources);
  return files.length > 0 && isThere ? [{ reason: 'stack-left-out', stack, files }] : [];
}

/** Patterns that the same files reach stand together. */
function patternsLeftOut({ changed_files = [], patterns, stacks }: Compared): Uncompared[] {
  const files = changed_files.filter((file) => stacksOf(file).some((stack) => stacks.includes(stack)));
  const leftOut = PATTERNS.filter((pattern) => !patterns.includes(pattern))
    .map((pattern) => ({ pattern, files: files.filter((file) => patternsOf(file).includes(pattern)) }))
    .filter((one) => one.files.length > 0);
  return [...Map.groupBy(leftOut, (one) => one.files.join('\n')).values()].map((some) => ({
    reason: 'pattern-left-out',
    patterns: some.map(({ pattern }) => pattern),
    files: some[0]?.files ?? [],
  }));
}

/** None of a cell whose requests failed: that one is invalid. */
function factsNotRead({ cells, counted, facts, changed_files = [] }: Compared): Uncompared[] {
  if (facts === undefined) return [];
  const changed = shapedCells({ cells, counted }).filter(({ pattern, stack }) =>
    changed_files.some((file) => stacksOf(file).includes(stack) && patternsOf(file).includes(pattern)),
  );
  return changed.flatMap((cell) => {
    const read = SIDES.map((side) => facts[side].filter((one) => isCell(one, cell)));
    if (read.some((passes) => passes.every(({ failure }) => failure !== undefined))) return [];
    return factsOf(cell.pattern)
      .filter(({ id }) => read.some((passes) => passes.every((one) => !(id in one.facts))))
      .map(({ id }) => ({ reason: 'fact-not-read', ...cell, fact: id }));
  });
}

function contentMissing({ sides, changed_files = [] }: Compared): Uncompared[] {
  const absent = SIDES.flatMap((side) => (sides[side].absent ?? []).map((one) => one.path));
  const files = changed_files.filter((file) => absent.includes(file));
  return files.length === 0 ? [] : [{ reason: 'content-missing', files }];
}

/** That both sides cause as many round trips says nothing of an index. */
function blocksNotCounted(header: Compared): Uncompared[] {
  const { changed_files = [], same_services, inspections, cells, counted = [] } = header;
  const files = changed_files.filter((file) => file.startsWith(TABLES));
  if (files.length === 0 || same_services || cells.length + counted.length === 0) return [];
  const isCounted = SIDES.every((side) => inspections[side].every(({ inspection }) => 'blocks' in inspection.counts));
  return isCounted ? [] : [{ reason: 'blocks-not-counted', files }];
}

const reaches = (files: readonly string[], stack: DiffStackName) =>
  files.some((file) => stacksOf(file).includes(stack));

function stacksOf(file: string): readonly DiffStackName[] {
  if (file.startsWith(TABLES)) return STACKS;
  return [file.startsWith('python/') ? 'python' : 'node'];
}

function patternsOf(file: string): readonly DiffPatternName[] {
  if (file.startsWith(TABLES)) return TABLE_READERS;
  const [, name] = file.match(/\/patterns\/([a-z]+)[./_-]/) ?? [];
  const pattern = PATTERNS.find((one) => one === name);
  return pattern === undefined ? PATTERNS : [pattern];
}
