/** What a diff shows, as text and in order: Markdown, page and terminal differ only in how they look. */
import type { DiffResults } from '../../results/schema.ts';
import { sideNames } from '../../results/side-names.ts';
import { absentMetrics, environmentFacts, type Fact, repeatCommands } from '../kit/facts.ts';
import { BYTES_NOTE } from '../kit/format.ts';
import { validityLine, validityReasons, validityTable } from '../kit/validity.ts';
import { linesToAccept, unmatchedLines } from './accepting.ts';
import { advice, endingTone, headline, restLine, tally } from './ending.ts';
import { headlineFacts } from './facts.ts';
import { machinesLine, machineTables } from './machines.ts';
import { methodLines } from './method.ts';
import { noiseLines, noiseSummary, noiseTitle } from './noise.ts';
import { answerColumns, answerRows, banners, uncomparedLines } from './notices.ts';
import { powerTable } from './power.ts';
import { isCount, isNotable, rowView } from './rows.ts';
import { whyText } from './sentences.ts';
import { sideColumns, sideRows } from './sides.ts';
import { wayLines } from './ways.ts';

export type DiffView = ReturnType<typeof diffView>;

export function diffView(results: DiffResults) {
  const names = sideNames(results.run);
  const all = results.rows.map((row) => rowView(row, names));
  const counts = all.filter(({ row }) => isCount(row));
  return {
    /** "FAIL: regression". */
    headline: headline(results),
    tone: endingTone(results),
    /** What the sides are called in all that follows. */
    names,
    why: whyText(results),
    /** What to do where nothing could be told; commands in backticks. */
    advice: advice(results),
    banners: banners(results),
    facts: headlineFacts(results),
    /** What b takes, as multiples of a; empty but for `duet ab`. */
    ways: wayLines(results),
    /** Rows that somebody should look at, the worst first. */
    notable: all.filter(({ row }) => isNotable(row)),
    /** Timed rows without a change. */
    unchanged: all.filter(({ row }) => !isNotable(row) && !isCount(row)),
    all,
    tally: tally(results),
    rest: restLine(results),
    noise: { title: noiseTitle(results.run), summary: noiseSummary(results), lines: noiseLines(results) },
    /** Where shares of several machines were merged. */
    machines: { line: machinesLine(results), tables: machineTables(results) },
    uncompared: uncomparedLines(results),
    /** What to paste to accept each row that fails. */
    toAccept: linesToAccept(results),
    /** Lines that accepted nothing, and why. */
    unmatched: unmatchedLines(results),
    /** Equal requests that were answered differently. */
    answers: {
      caption: 'Equal requests with different answers',
      header: answerColumns(names),
      rows: answerRows(results),
    },
    /** What a diff like this one finds. */
    power: powerTable(results),
    countTable: {
      caption: 'Counts per request on each side, and the shape of each cell',
      header: ['cell', 'metric', names.base, names.head, 'verdict'],
      rows: counts.map(({ cell, metric, base, head, verdict }) => [cell, metric, base, head, verdict]),
      numbers: [2, 3],
    },
    validity: {
      line: trialsLine(results),
      reasons: validityReasons(results, names),
      table: validityTable(results, names),
    },
    sides: { caption: 'The two sides', header: sideColumns(names), rows: sideRows(results) },
    environment: environmentFacts(results),
    absent: absentMetrics(results),
    method: [...methodLines(results), BYTES_NOTE],
    repeat: repeatFacts(results),
  };
}

/** What was merged has no order of its own to draw again. */
function repeatFacts({ run }: DiffResults): Fact[] {
  const commands = repeatCommands('Run it again', run, 'diff.json');
  if (run.machines === undefined) return commands;
  return [['Merge it again', `duet ${run.command}`], ...commands.slice(1)];
}

function trialsLine(results: DiffResults): string {
  if (results.validity.trials === 0) return 'Nothing was timed.';
  return validityLine(results) ?? '';
}
