/** The tables of harness/docs/libraries.md: what a run of libraries counted and measured, kept beside the page's other data. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { captioned } from '../../report/kit/markdown.ts';
import { fieldMarkdown, runMarkdown } from '../../report/libraries/markdown.ts';
import { type FieldView, librariesView } from '../../report/libraries/view.ts';
import type { LibrariesResults, Library, LibraryCost } from '../../results/libraries.ts';
import { FIELDS } from '../../results/library-names.ts';
import { root } from './pages.ts';

/** A line about the run, and one for each library. */
const KEPT_FILE = fileURLToPath(new URL('./libraries-kept.jsonl', import.meta.url));

/** Without the code, which stands in its files, without the ratios of single blocks, and without where the checkout is. */
export function keepLibraries({ libraries, ...run }: LibrariesResults): void {
  const command = run.command.replace(/ --out \S+/, '');
  const lines = [{ ...run, command }, ...libraries.map(asKept)].map((line) =>
    JSON.stringify(line).replaceAll(root, ''),
  );
  writeFileSync(KEPT_FILE, `${lines.join('\n')}\n`);
}

const asKept = (library: Library): Library => ({ ...library, code: '', costs: library.costs.map(withoutBlocks) });

const withoutBlocks = ({ ratio, ...cost }: LibraryCost): LibraryCost =>
  ratio === undefined ? cost : { ...cost, ratio: { ...ratio, blocks: [] } };

export function readKeptLibraries(): LibrariesResults | undefined {
  if (!existsSync(KEPT_FILE)) return undefined;
  const [run, ...libraries] = readFileSync(KEPT_FILE, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  return { ...(run as Omit<LibrariesResults, 'libraries'>), libraries: libraries as Library[] };
}

/** The parts of the page, by the names of their marks: the run, every field, and what is of all fields. */
export function renderLibrariesParts(kept = readKeptLibraries()): Record<string, string> {
  const view = kept && librariesView(kept);
  const noRun = 'There is no run yet: `make libraries-page`.';
  const ofField = (name: string) => view?.fields.find(({ field }) => field === name);
  return {
    'libraries-run': view === undefined ? noRun : `The numbers are those of one run: ${view.lede}.`,
    ...Object.fromEntries(
      FIELDS.map((name) => {
        const field = ofField(name);
        return [`libraries-${name}`, field === undefined ? noRun : renderField(field)];
      }),
    ),
    'libraries-rest':
      view === undefined ? noRun : [...runMarkdown(view), '## What ran', captioned(view.versions)].join('\n\n'),
  };
}

function renderField(view: FieldView): string {
  const files = [...new Set(view.libraries.libraries.map(({ file }) => file))];
  const links = files.map((file) => `[${file.split('/').at(-1)}](../../${file})`);
  return `${fieldMarkdown(view)}\n\nThe code: ${links.join(', ')}.`;
}
