/** Results of a diff that were stored in an older version of the format, as they would be stored now. Pure. */
import { parseAcceptLine } from '../results/accept-line.ts';
import { rowName } from '../results/cell-name.ts';
import { storedText } from '../results/reason.ts';
import {
  DIFF_VERSION,
  type DiffResults,
  type DiffRow,
  type OlderDiffResults,
  type OlderDiffRow,
  type UnmatchedLine,
} from '../results/schema.ts';
import { isOfCell } from './accept-rule.ts';
import { adviceOn } from './advice.ts';
import { gateOf } from './gate.ts';

/** Sentences stay what they are; whatever else the older version left to its readers is decided anew. */
export function upToDate(stored: DiffResults | OlderDiffResults): DiffResults {
  if (stored.schema_version === DIFF_VERSION) return stored;
  const { why, rows: older, unmatched, validity, ...kept } = stored;
  const rows = older.map(
    ({ why, ...row }): DiffRow => ({
      ...row,
      ...gateOf(row, kept.run),
      ...(why === undefined ? {} : { why: storedText(why) }),
    }),
  );
  const { distrust, ...tally } = validity;
  const advice = adviceOn({ ...kept, rows, validity });
  return {
    ...kept,
    schema_version: DIFF_VERSION,
    why: storedText(why),
    beside: [],
    ...(advice === undefined ? {} : { advice }),
    rows,
    ...(unmatched === undefined ? {} : { unmatched: unmatched.map((line) => withRow(line, older)) }),
    validity: { ...tally, ...(distrust === undefined ? {} : { distrust: [{ why: storedText(distrust), rows: [] }] }) },
  };
}

function withRow(line: UnmatchedLine, rows: readonly OlderDiffRow[]): UnmatchedLine {
  const rule = parseAcceptLine(line.line);
  if (line.why !== 'other-change' || rule === undefined) return line;
  const row = rows.find((one) => isOfCell(rule, one) && one.metric.id === rule.metric);
  return row === undefined ? line : { ...line, row: rowName(row) };
}
