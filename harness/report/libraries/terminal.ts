/** A run of libraries for a terminal: what was found, a table per field, what breaks, and what is not compared. */
import { type LibrariesResults, MOST_OFF } from '../../results/libraries.ts';
import { counted, STACK_TITLES } from '../kit/format.ts';
import type { DataTable } from '../kit/tables.ts';
import { fitted, type Paint, plain, said, section, summaryWriter, type Terminal, tableLines } from '../kit/terminal.ts';
import { type FieldView, type LibrariesView, librariesView } from './view.ts';

export function renderLibrariesTerminal(results: LibrariesResults, terminal: Terminal): string {
  const { width } = terminal;
  const { paint, say, banners, ending } = summaryWriter(terminal);
  const view = librariesView(results);
  const lines = [
    paint('bold', fitted(plain(view.title), width)),
    ...say(view.lede).map((line) => paint('dim', line)),
    ...banners(view.banners),
    ...view.fields.flatMap((field) => fieldLines(field, width, paint)),
    ...section(otherLines(view, width)),
    ...ending(),
  ];
  return `${lines.join('\n')}\n`;
}

function fieldLines({ title, findings, overview, breaks }: FieldView, width: number, paint: Paint): string[] {
  return [
    '',
    paint('bold', fitted(title, width)),
    ...findings.flatMap(({ stack, headline }) => said(`${STACK_TITLES[stack]}: ${headline}`, width, '  ')),
    ...(overview === null ? [] : section(indented(overview, width))),
    ...(breaks === null ? [] : section(indented(breaks.table, width))),
  ];
}

/** Columns are given up from the right end where there is no room. */
const indented = ({ header, rows, numbers = [] }: DataTable, width: number): string[] =>
  tableLines([header, ...rows], { width: width - 2, kept: 3, shortened: 0, numbers }).map((line) => `  ${line}`);

/** So much of an error; the page has the whole. */
const MOST_REASON = 240;

const shortened = (reason: string): string => fitted(reason.replace(/\s+/g, ' ').trim(), MOST_REASON);

/** Why what is not compared is not; of surprises their number, for the page has the table. */
function otherLines({ leftOut, surprises }: LibrariesView, width: number): string[] {
  const reasons = (leftOut?.rows ?? []).flatMap(([library = '', stack = '', , what = '', reason = '']) =>
    said(`${library} (${stack}) ${what}: ${shortened(reason)}`, width),
  );
  const number = surprises?.rows.length ?? 0;
  return number === 0
    ? reasons
    : [
        ...reasons,
        ...said(
          `${counted(number, 'guess', 'guesses')} of those written down before were off by more than ${MOST_OFF} times.`,
          width,
        ),
      ];
}
