/** What a reader must know before the first row, and what stands beside the rows. */
import type { DiffResults } from '../../results/schema.ts';
import type { Banner } from '../facts.ts';
import { counted, listed } from '../format.ts';
import { validityLine, validityRows } from '../validity.ts';
import { noiseLines } from './noise.ts';
import { cellName } from './rows.ts';

export function banners(results: DiffResults): Banner[] {
  return [partial(results), doubt(results), moved(results), outOfTime(results)].filter((banner) => banner !== null);
}

function partial({ status, status_reason, trials }: DiffResults): Banner | null {
  if (status === 'complete') return null;
  const line = `${status_reason ?? 'It did not finish'}. It rests on ${counted(trials, 'trial')}.`;
  return { kind: 'partial', title: 'This diff is partial', lines: [line] };
}

function doubt(results: DiffResults): Banner | null {
  const { trustworthy, distrust } = results.validity;
  if (trustworthy) return null;
  const reasons = validityRows(results).map(([why, attempts, example]) => `${why} (${attempts}): ${example}`);
  const lines = [`${distrust ?? 'Too many trials are invalid'}. ${validityLine(results) ?? ''}`.trim(), ...reasons];
  return { kind: 'failure', title: 'Do not trust this diff', lines };
}

function moved({ controls, rows }: DiffResults): Banner | null {
  const lines = noiseLines({ controls: controls.filter((control) => control.moved), rows });
  return lines.length === 0 ? null : { kind: 'failure', title: 'The control moved', lines };
}

function outOfTime({ run: { plan } }: DiffResults): Banner | null {
  const names = new Set((plan.out_of_time ?? []).map(cellName));
  if (names.size === 0) return null;
  const line = `Screening suspected more than the time budget could look at again: ${listed([...names])}.`;
  return { kind: 'partial', title: 'Suspects without fresh blocks', lines: [line] };
}

/** Cells that were not compared, and why. */
export function uncomparedLines({ run: { one_sided, unmeasured = [] } }: DiffResults): string[] {
  return [
    ...one_sided.map(
      (cell) => `${cellName(cell)}: ${cell.change}, only ${cell.change === 'added' ? 'head' : 'base'} has it`,
    ),
    ...unmeasured.map((cell) => `${cellName(cell)}: on both sides, but head’s harness does not know how to measure it`),
  ];
}

/** Equal requests that were answered differently: cell, place, both answers. */
export const ANSWER_COLUMNS = ['cell', 'where', 'base', 'head'] as const;
export function answerRows({ run: { answers } }: DiffResults): string[][] {
  return answers.map((answer) => [cellName(answer), answer.path, answer.base, answer.head]);
}
