/** Holds imports to the tables of layers.ts. */
import { LAYERS, type Layers, TESTS_TOO } from './layers.ts';
import type { Import } from './read-imports.ts';

const TABLE = 'harness/tasks/imports/layers.ts';

/** @returns a line for each import that is refused, and for each row of a table that would allow a circle. */
export function refuse(imports: readonly Import[], layers = LAYERS, testsToo = TESTS_TOO): string[] {
  const refused = imports.flatMap(({ from, to }) => {
    const reason = reasonAgainst({ from, to }, layers, testsToo);
    return reason === undefined ? [] : [`${from} imports ${to}: ${reason} (${TABLE})`];
  });
  return [...circlesIn(layers), ...refused];
}

const within = (folder: string, file: string) => file === folder || file.startsWith(`${folder}/`);
const names = (row: string) => row.split(' ').filter((name) => name !== '');

const TESTS = 'harness/tests';
/** Tests and what helps them. */
const isOfTests = (file: string) => file.endsWith('.test.ts') || within(TESTS, file);

function reasonAgainst({ from, to }: Import, layers: Layers, testsToo: Layers): string | undefined {
  if (isOfTests(to) && !within(TESTS, from))
    return isOfTests(from) || within('harness/tasks', from) ? undefined : 'it is for tests and chores';
  const { parent, near, far } = part(from, to, layers);
  const table = layers[parent];
  if (near === far) return undefined;
  if (table === undefined) return within('harness', parent) ? `${parent} has no table` : undefined;
  const [row, target] = [table[near], table[far]];
  if (row === undefined || target === undefined)
    return `${row === undefined ? near : far} has no row under '${parent}'`;
  const allowed = names(row);
  if (isOfTests(from))
    allowed.push(...names(testsToo[parent]?.[near] ?? ''), ...(near === '.' ? Object.keys(table) : []));
  if (allowed.includes(far)) return undefined;
  return `of its neighbours, ${near} imports ${allowed.join(', ') || 'none'}`;
}

/** The folder in which the ways of two files part, and the row of each in its table. */
function part(from: string, to: string, layers: Layers) {
  const [a, b] = [from.split('/'), to.split('/')];
  const shared = a.findIndex((name, depth) => name !== b[depth] || depth === a.length - 1 || depth === b.length - 1);
  const parent = a.slice(0, shared).join('/');
  const row = (names: string[]) => {
    const name = names[shared] ?? '';
    return names.length - 1 > shared || name in (layers[parent] ?? {}) ? name : '.';
  };
  return { parent, near: row(a), far: row(b) };
}

/** A row that names one that is not above it. */
function circlesIn(layers: Layers): string[] {
  return Object.entries(layers).flatMap(([parent, table]) =>
    Object.entries(table).flatMap(([name, row], place, rows) => {
      const above = rows.slice(0, place).map(([other]) => other);
      return names(row)
        .filter((other) => !above.includes(other))
        .map((other) => `${TABLE}: under '${parent}', the row of ${name} names ${other}, which is not above it`);
    }),
  );
}
