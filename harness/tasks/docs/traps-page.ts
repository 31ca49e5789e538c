/** The demonstrations of harness/docs/traps.md: what a run of them counted and measured, kept beside the page's other data. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { versionsText } from '../../report/kit/format.ts';
import { renderTrapMarkdown } from '../../report/traps/markdown.ts';
import { machineLine, PATTERN_TITLES } from '../../report/traps/view.ts';
import type { PatternName } from '../../results/names.ts';
import type { TrapFinding, TrapsEnvironment, TrapsResults } from '../../results/traps.ts';

/** Connection pools have a page of their own. */
export const ON_THE_PAGE = ['parallel', 'streaming', 'workers', 'batching'] as const satisfies readonly PatternName[];

/** A line about the run, and one for each demonstration. */
const KEPT_FILE = fileURLToPath(new URL('./traps-kept.jsonl', import.meta.url));

export interface KeptTraps {
  environment: TrapsEnvironment;
  traps: TrapFinding[];
}

/** Without the code, which stands in the scripts. */
export function keepTraps({ started_at, machine, versions, traps }: TrapsResults): void {
  const lines = [{ started_at, machine, versions }, ...traps.map(withoutCode)].map((line) => JSON.stringify(line));
  writeFileSync(KEPT_FILE, `${lines.join('\n')}\n`);
}

function withoutCode({ runs, ...finding }: TrapFinding): TrapFinding {
  return { ...finding, runs: runs.map(({ code, ...run }) => run) };
}

export function readKeptTraps(): KeptTraps | undefined {
  if (!existsSync(KEPT_FILE)) return undefined;
  const [environment, ...traps] = readFileSync(KEPT_FILE, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  return { environment: environment as TrapsEnvironment, traps: traps as TrapFinding[] };
}

export function renderTrapsPart(kept = readKeptTraps()): string {
  if (kept === undefined) return 'There is no run yet: `make traps-page`.';
  const patterns = [...Map.groupBy(kept.traps, ({ pattern }) => pattern)];
  return [
    `The numbers are those of one run: ${machineLine(kept.environment)}; ${versionsText(kept.environment.versions)}.`,
    ...patterns.flatMap(([pattern, traps]) => [`## ${PATTERN_TITLES[pattern]}`, ...traps.map(renderTrap)]),
  ].join('\n\n');
}

function renderTrap(finding: TrapFinding): string {
  const scripts = finding.runs.map(({ file }) => `[${file}](../${file.replace(/^harness\//, '')})`).join(' and ');
  return `${renderTrapMarkdown(finding)}\n\n\`duet traps --only ${finding.name}\` runs ${scripts}.`;
}
