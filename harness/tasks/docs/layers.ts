/** Which folder of the harness imports which, read from the imports, and drawn as a Mermaid flowchart. */
import { readImports } from '../imports/read-imports.ts';
import { type Page, readPage, repositoryFiles } from './pages.ts';

/** The folders that each folder imports. The entry of the program is called by its file. */
export type Imports = Map<string, Set<string>>;

const ENTRY = 'cli.ts';
/** Files beside the folders that make up the entry; the others are for all folders, and not drawn. */
const OF_THE_ENTRY = ['cli.ts', 'program.ts', 'command-tree.ts'];
const NOT_DRAWN = ['tasks', 'tests', 'docs'];

export function readLayers(sources: Page[] = productSources()): Imports {
  const imports: Imports = new Map();
  for (const { file } of sources) {
    const layer = layerOf(file);
    if (layer !== undefined && !imports.has(layer)) imports.set(layer, new Set());
  }
  for (const { from, to } of readImports(sources)) {
    const [near, far] = [layerOf(from), layerOf(to)];
    if (near !== undefined && far !== undefined && near !== far) imports.get(near)?.add(far);
  }
  return imports;
}

const productSources = () =>
  repositoryFiles()
    .filter((file) => /^harness\/.*\.ts$/.test(file) && !/\.test\.ts$/.test(file))
    .map(readPage);

function layerOf(file: string): string | undefined {
  const [top, first = '', ...deeper] = file.split('/');
  if (top !== 'harness' || NOT_DRAWN.includes(first)) return undefined;
  if (deeper.length > 0) return first;
  return OF_THE_ENTRY.includes(first) ? ENTRY : undefined;
}

/** Without each arrow that others make up for: what is reached stays reached. */
export function withoutDetours(imports: Imports): Imports {
  const kept: Imports = new Map([...imports].map(([from, targets]) => [from, new Set(targets)]));
  for (const from of [...imports.keys()].toSorted()) {
    for (const to of [...(imports.get(from) ?? [])].toSorted()) {
      kept.get(from)?.delete(to);
      if (!reaches(kept, from, to)) kept.get(from)?.add(to);
    }
  }
  return kept;
}

function reaches(imports: Imports, from: string, to: string): boolean {
  const seen = new Set<string>();
  const next = [from];
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    for (const target of imports.get(one) ?? []) {
      if (target === to) return true;
      if (!seen.has(target)) next.push(target);
      seen.add(target);
    }
  }
  return false;
}

/** A Mermaid flowchart from top to bottom, as it stands in harness/docs/architecture.md. */
export function drawLayers(imports: Imports = readLayers()): string {
  const arrows = [...withoutDetours(imports)].flatMap(([from, targets]) =>
    [...targets].map((to) => `  ${node(from)} --> ${node(to)}`),
  );
  return ['```mermaid', 'flowchart TD', ...arrows.toSorted(), '```'].join('\n');
}

const node = (layer: string) => (layer === ENTRY ? `entry["${ENTRY}"]` : `${layer}["${layer}/"]`);
