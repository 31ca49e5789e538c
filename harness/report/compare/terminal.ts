/** The results for a terminal: what was found, then the same rows as the files, in as many columns as fit. */

import { printable } from '../../printable.ts';
import type { Results } from '../../results/schema.ts';
import {
  bannerLines,
  fitted,
  type Paint,
  painter,
  reportLines,
  type Style,
  said,
  section,
  type Terminal,
  tableLines,
  wrapped,
} from '../kit/terminal.ts';
import { validityLine } from '../kit/validity.ts';
import { type AnswerView, answerText, answerView } from './answer.ts';
import { banners, firstFacts, headlineFacts } from './facts.ts';
import { noiseSummary } from './noise.ts';
import { OTHER_WAYS, otherWaysLines } from './other-ways.ts';
import { type Row, summaryGroups } from './rows.ts';
import { TIMELINE, timelineView } from './timelines.ts';

export function renderSummary(results: Results, terminal: Terminal): string {
  const { width, files = [] } = terminal;
  const paint = painter(terminal);
  const groups = summaryGroups(results);
  const table = tableLines(
    groups.flatMap((group) => group.rows.map(columns)),
    { width, kept: 3, numbers: [2] },
  ).values();
  const lines = firstFacts(headlineFacts(results)).map((value) => fitted(value, width));

  lines.push(...answerLines(answerView(results), width, paint));
  for (const group of groups) {
    const title = fitted(group.pattern, width);
    const rest = fitted(`, ${group.metric}`, width - title.length);
    lines.push('', paint('bold', title) + paint('dim', rest));
    for (const row of group.rows) lines.push(paint(styleOf(row), table.next().value ?? ''));
  }
  if (groups.length === 0) lines.push('', 'No pattern was measured.');
  const say = (line: string) => wrapped(printable(line), width);
  for (const pattern of results.patterns) {
    const others = otherWaysLines(pattern, results.run.stacks);
    if (others.length > 0) lines.push('', ...wrapped(`${pattern.title}, ${OTHER_WAYS.toLowerCase()}`, width, ''));
    lines.push(...others.flatMap(say));
  }
  lines.push(...timelineLines(results, width, paint));
  const trust = trustLine(results);
  if (trust !== '') lines.push('', ...wrapped(trust, width, ''));
  lines.push(...bannerLines(banners(results), { width, paint, say }));
  if (files.length > 0) lines.push('', '', ...reportLines(files));
  return `${lines.join('\n')}\n`;
}

/** What was found: a line on all patterns, then a sentence on each. */
function answerLines({ lead, patterns }: AnswerView, width: number, paint: Paint): string[] {
  return [
    ...section(said(lead.join(' '), width).map((line) => paint('bold', line))),
    ...section(patterns.flatMap((each) => hanging(`${each.name}: ${answerText(each)}`, width))),
  ];
}

/** Why the patterns gain, as one traced request of each cell shows it: a sentence on each pattern. */
function timelineLines({ patterns, run }: Results, width: number, paint: Paint): string[] {
  const lines = patterns.flatMap((pattern) => {
    const view = timelineView(pattern, run.stacks);
    return view === null ? [] : hanging(`${pattern.title}: ${view.sentence}`, width);
  });
  return section(lines.length === 0 ? [] : [paint('bold', fitted(TIMELINE, width)), ...lines]);
}

/** Its further lines are indented. */
function hanging(text: string, width: number): string[] {
  return said(text, width - 2).map((line, index) => (index === 0 ? line : `  ${line}`));
}

/** May the trials be believed, and what does no change look like? */
function trustLine(results: Results): string {
  const noise = noiseSummary(results);
  return [validityLine(results), noise && `${noise}.`].filter((part) => part !== null).join(' ');
}

/** In order of importance after the label, except that the reading comes last and is given up late. */
function columns(row: Row): string[] {
  const limit = row.nearness.text === '' ? '' : `${row.nearness.text} limit`;
  const interval = row.interval.text === '' ? '' : `[${row.interval.text}]`;
  const values = [row.before.text, row.after.text].filter((text) => text !== '').join(' → ');
  return [`  ${row.label}`, values, row.gain.text, interval, row.reading, limit];
}

function styleOf(row: Row): Style {
  if (row.kind !== 'stack') return 'dim';
  if (row.before.failed || row.after.failed) return 'red';
  const kept = row.verdict === 'claim-held' || row.verdict === 'claim-exceeded';
  return kept && !row.isNoise ? 'green' : 'reset';
}
