/** A diff for a terminal: the verdict, the rows that changed or could not be told, and what to do then. */
import type { DiffResults } from '../../results/schema.ts';
import { fitted, plain, section, summaryWriter, type Terminal, tableLines, wrapped } from '../kit/terminal.ts';
import { TONE_STYLES, type Tone } from '../kit/tone.ts';
import type { RowView } from './rows.ts';
import { sideText } from './sides.ts';
import { type DiffView, diffView } from './view.ts';

/** More rows than these would scroll the verdict out of sight. */
const SHOWN = 20;
/** As many lines to paste. */
const ACCEPTABLE = 5;
/** The column that is shortened before a change would be cut off. */
const METRIC = 2;

export function renderDiffSummary(results: DiffResults, terminal: Terminal): string {
  const { width } = terminal;
  const { paint, say, inside, banners, ending } = summaryWriter(terminal);
  const view = diffView(results);
  const lines = [
    paint(['bold', TONE_STYLES[view.tone]], fitted(view.headline, width)),
    ...say(view.why),
    ...view.ways.flatMap(say),
    ...comparedLines(results, width).map((line) => paint('dim', fitted(line, width))),
  ];
  lines.push(...banners(view.banners));
  lines.push(...section(rowLines(view, width).map(([text, tone]) => paint(TONE_STYLES[tone], text))));
  lines.push(...section([...uncomparedLines(view), ...answerLines(view)].flatMap(inside)));
  lines.push(...section(acceptLines(view).flatMap(inside)));
  lines.push(
    ...section([view.rest, view.machines.line, view.noise.summary].filter((line) => line !== null).flatMap(say)),
  );
  if (view.advice !== null) lines.push(...section(say(view.advice)));
  lines.push(...ending());
  return `${lines.join('\n')}\n`;
}

/** On one line, but for a base that takes a sentence, which is not cut off. */
function comparedLines({ run }: DiffResults, width: number): string[] {
  const { sides, service } = run;
  if (service?.ways !== undefined) return [`a: ${service.ways.a}, b: ${service.ways.b}`];
  const [base, head] = [`base ${sideText(sides.base)}`, `head ${sideText(sides.head)}`];
  if (sides.base.branch === undefined) return [`${base}, ${head}`];
  return [...wrapped(plain(base), width), head];
}

function rowLines({ notable }: DiffView, width: number): [string, Tone][] {
  const shown = notable.slice(0, SHOWN);
  const table = tableLines(shown.map(columns), { width, shortened: METRIC });
  const lines = shown.flatMap((row, index): [string, Tone][] => {
    // One reason may hold for many rows: it stands once, under the last of them.
    const isSaid = row.note === null || shown[index + 1]?.note === row.note;
    const note = isSaid ? [] : [fitted(`    ${row.note}`, width)];
    return [[table[index] ?? '', row.tone], ...note.map((text): [string, Tone] => [text, 'quiet'])];
  });
  const more = notable.length - shown.length;
  if (more > 0) lines.push([fitted(`  and ${more.toLocaleString('en-US')} more: see diff.html`, width), 'quiet']);
  return lines;
}

/** In order of importance: the right end is given up first. */
function columns({ verdict, cell, metric, change, base, head, interval }: RowView): string[] {
  return [`  ${verdict}`, cell, metric, change, interval ?? '', `${base} → ${head}`];
}

function uncomparedLines({ uncompared }: DiffView): string[] {
  return uncompared.length === 0 ? [] : ['Not compared:', ...uncompared];
}

function answerLines({ answers: { rows } }: DiffView): string[] {
  if (rows.length === 0) return [];
  return ['Answers that differ:', ...rows.map(([cell, path, base, head]) => `${cell}, ${path}: ${base} → ${head}`)];
}

/** A line of its own for each, so that it can be copied; many of them stand in diff.md. */
function acceptLines({ toAccept, unmatched }: DiffView): string[] {
  const shown = toAccept.slice(0, ACCEPTABLE);
  const more = toAccept.length - shown.length;
  return [
    ...(shown.length === 0 ? [] : ['If this is intended, these accept it:']),
    ...shown.map((line) => `--accept '${line.replaceAll("'", "'\\''")}'`),
    ...(more === 0 ? [] : [`and ${more.toLocaleString('en-US')} more: see diff.md`]),
    ...unmatched,
  ];
}
