/** What README.md and harness/docs/reading-a-report.md show of a run of `duet compare`: one that is kept beside the pages' other data. */
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderSummary } from '../../report/compare/terminal.ts';
import { TIMELINE } from '../../report/compare/timelines.ts';
import { instant } from '../../report/kit/format.ts';
import type { PatternResult, Results } from '../../results/schema.ts';
import { readJudged } from '../../runs/compare/read-judged.ts';

const KEPT_FILE = fileURLToPath(new URL('./compare-kept.json', import.meta.url));
/** As wide as a code block of a page on GitHub. */
const TERMINAL = { color: false, width: 98 };
/** The pattern of the front page, whose first lines stand there: what is claimed, and what Node gains. */
const ON_THE_FRONT_PAGE = 'batching';
const FRONT_PAGE_LINES = 3;

/** Without the code, the distributions and the pictures, none of which stands in the summary, and without where it was written. */
export function keptOf({ run, patterns, ...results }: Results): Results {
  const command = run.command.replace(/ --out \S+/, '');
  return { ...results, run: { ...run, command, code: {}, inspections: [] }, patterns: patterns.map(barePattern) };
}

export const keepCompare = (results: Results): void => writeFileSync(KEPT_FILE, `${JSON.stringify(keptOf(results))}\n`);

function barePattern({ stacks, timelines, ...pattern }: PatternResult): PatternResult {
  const plain = Object.entries(stacks).map(([name, { cells, ...stack }]) => {
    const bare = cells.map(({ distributions, ...cell }) => cell);
    return [name, { ...stack, cells: bare, code: [] }];
  });
  const facts = timelines?.map((timeline) => ({ ...timeline, events: [], series: [] }));
  return { ...pattern, stacks: Object.fromEntries(plain), ...(facts === undefined ? {} : { timelines: facts }) };
}

export const readKeptCompare = (): Results | undefined => (existsSync(KEPT_FILE) ? readJudged(KEPT_FILE) : undefined);

/** What stands on the front page, and what in the other one; undefined where no run is kept yet. */
export function renderCompareSample(
  kept = readKeptCompare(),
): Record<'front' | 'rows' | 'timelines', string> | undefined {
  if (kept === undefined) return undefined;
  const parts = renderSummary(kept, TERMINAL).trimEnd().split('\n\n');
  const beginsWith = (text: string) => parts.findIndex((part) => part.startsWith(text));
  const [first = { title: '' }] = kept.patterns;
  const pictures = beginsWith(TIMELINE);
  const title = kept.patterns.find(({ pattern }) => pattern === ON_THE_FRONT_PAGE)?.title ?? '';
  const front = parts[beginsWith(`${title},`)] ?? '';
  const rows = parts.filter((_, at) => at >= beginsWith(`${first.title},`) && at !== pictures);
  const { environment, profile, started_at } = kept.run;
  const where = `The \`${profile}\` profile on ${instant(started_at)}, ${environment.cpu}, ${environment.cores} cores:`;
  return {
    front: block(front.split('\n').slice(0, FRONT_PAGE_LINES)),
    rows: `${where}\n\n${block(rows.join('\n\n').split('\n'))}`,
    timelines: block(linesOfFirst(parts[pictures] ?? '')),
  };
}

/** The sentence on the first pattern, below the title of the section. */
function linesOfFirst(section: string): string[] {
  const [, first = '', ...rest] = section.split('\n');
  const next = rest.findIndex((line) => !line.startsWith(' '));
  return [first, ...rest.slice(0, next === -1 ? rest.length : next)];
}

const block = (lines: readonly string[]): string => ['```', ...lines, '```'].join('\n');
