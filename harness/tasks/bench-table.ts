/** Markdown tables and options of the benches that simulate. */
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
