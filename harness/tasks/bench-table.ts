/** What the tables of the benches have in common, and the options of those that simulate. */
import { parseArgs } from 'node:util';

/** A Markdown table, its columns padded so that it can be read as it is; all but the first are right-aligned. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}

/** A share as a percentage, with a digit behind the point where it is below 10. */
export const percent = (count: number, of: number): string => {
  const share = (100 * count) / of;
  return `${share.toFixed(share > 0 && share < 9.95 ? 1 : 0)} %`;
};

/** Where, when and with which code something was measured, in one line. */
export function circumstances(what: string, kept: readonly { at: string; machine: string; commit: string }[]): string {
  const all = (values: string[]) => [...new Set(values)].sort();
  const days = all(kept.map(({ at }) => at.slice(0, 10)));
  const span = days.length > 1 ? `${days[0]} to ${days.at(-1)}` : `${days[0] ?? 'never'}`;
  const machines = all(kept.map(({ machine }) => machine)).join(', ');
  return `${kept.length} ${what}, ${span}, on ${machines || 'no machine'}; code ${all(kept.map(({ commit }) => commit)).join(', ')}`;
}

/** --runs and --seed, both positive integers. Ends the process with exit code 2 for anything else. */
export function simulationOptions(defaultRuns: number): { runs: number; seed: number } {
  try {
    const options = {
      runs: { type: 'string', default: `${defaultRuns}` },
      seed: { type: 'string', default: '1' },
    } as const;
    const { values } = parseArgs({ options });
    const [runs, seed] = [Number(values.runs), Number(values.seed)];
    if (!(Number.isInteger(runs) && runs > 0 && Number.isInteger(seed) && seed > 0))
      throw new Error('both must be > 0');
    return { runs, seed };
  } catch (error) {
    console.error(`usage: [--runs ${defaultRuns}] [--seed 1] (${error instanceof Error ? error.message : error})`);
    process.exit(2);
  }
}
