/** How a diff ended: the verdict in words, what the rows add up to, and what to do where nothing could be told. */
import type { DiffResults, DiffRow, Rule } from '../../results/schema.ts';
import { sampleVariance } from '../../stats/variance.ts';
import { counted, listed } from '../format.ts';
import type { Tone } from '../tone.ts';
import { measuredShare, percentBand } from './percent.ts';
import { isCount, isGated, isNotable } from './rows.ts';

/** "FAIL: regression", "PASS: no change". What could not be told is never called a pass. */
export function headline(results: DiffResults): string {
  const { verdict, status, exit_code, run } = results;
  const partial = status === 'partial' ? ' (partial)' : '';
  if (exit_code === 5) return `INVALID${partial}`;
  if (exit_code !== 0) return `FAIL: ${verdict}${partial}`;
  if (verdict === 'no change' || verdict === 'improvement') return `PASS: ${verdict}`;
  const lenient = run.fail_on === 'never' ? 'told to fail on nothing' : 'does not fail';
  return `${verdict.toUpperCase()} (${lenient})`;
}

/** How the ending is felt about; colour only repeats what its words say. */
export function endingTone({ verdict, exit_code }: DiffResults): Tone {
  if (exit_code !== 0) return 'bad';
  return verdict === 'no change' || verdict === 'improvement' ? 'good' : 'doubt';
}

/** "108 metrics were judged: 1 regression, 1 alert, 4 inconclusive and 102 no change." Null without rows. */
export function tally({ rows, run }: DiffResults): string | null {
  if (rows.length === 0) return null;
  const of = (wanted: (row: DiffRow) => boolean) => rows.filter(wanted).length;
  const parts: [number, string][] = [
    [of((row) => row.verdict === 'regression' && isGated(row, run)), 'regression'],
    [of((row) => row.verdict === 'regression' && !isGated(row, run)), 'secondary regression'],
    [of((row) => row.alert), 'alert'],
    [of((row) => row.verdict === 'invalid' && !row.alert), 'invalid'],
    [of((row) => row.verdict === 'inconclusive' && !row.alert), 'inconclusive'],
    [of((row) => row.verdict === 'improvement' && !row.alert), 'improvement'],
    [of((row) => !isNotable(row)), 'no change'],
  ];
  const shown = parts.filter(([number]) => number > 0).map(([number, word]) => amount(number, word));
  return `${counted(rows.length, 'metric')}: ${listed(shown)}.`;
}

/** What "no change" means for the rows that are not shown one by one. Null when there are none. */
export function restLine({ rows, run: { thresholds } }: DiffResults): string | null {
  const rest = rows.filter((row) => !isNotable(row));
  if (rest.length === 0) return null;
  const timed = rest.filter((row) => !isCount(row));
  const equal = rest.length - timed.length;
  const names = { cost: 'CPU', time: 'time', memory: 'memory' } as const;
  const kinds = (['cost', 'time', 'memory'] as const)
    .filter((kind) => timed.some(({ metric }) => metric.kind === kind))
    .map((kind) => `${percentBand(thresholds[kind])} (${names[kind]})`);
  const parts = [
    ...(timed.length > 0 ? [`${counted(timed.length, 'metric')} within ${kinds.join(', ')}`] : []),
    ...(equal > 0 ? [`${counted(equal, 'count')} exactly equal`] : []),
  ];
  return `No change: ${parts.join('; ')}.`;
}

/** What somebody can do about a diff that could not tell. Null where it could. Commands stand in backticks. */
export function advice(results: DiffResults): string | null {
  const { run, rows, status, verdict } = results;
  if (status === 'partial') return `Go on where it stopped: \`duet diff --resume ${run.id}\`.`;
  if (verdict === 'invalid') return invalidAdvice(results);
  if (verdict !== 'inconclusive') return null;
  const worst = rows.find((row) => row.verdict === 'inconclusive');
  if (worst === undefined) return null;
  if (isCount(worst))
    return 'A count could not be taken exactly on both sides; nothing else may use the database meanwhile.';
  const narrow = `\`--pattern ${worst.pattern} --stack ${worst.stack}\``;
  const spread = spreadOf(worst);
  const noise = spread === null ? '' : ` (a block errs by about ${measuredShare(spread)} here)`;
  return `Inconclusive is not the same as no change. To decide it, narrow the diff to ${narrow}, give it more time than \`--time-budget ${minutes(run.budget_ms)}\`, or take a quieter machine${noise}.`;
}

/** The rules that a service breaks, not the machine. */
const FAULTS: readonly Rule[] = ['errors', 'wrong-answer', 'process-died'];

function invalidAdvice({ validity, controls }: DiffResults): string {
  const [worst] = validity.reasons;
  const moved = controls.some((control) => control.moved);
  if (!moved && worst !== undefined && FAULTS.includes(worst.rule)) {
    return 'A service did not answer as it should under load, and its times mean nothing: mend that first. Counts are exact and hold all the same.';
  }
  if (moved || worst !== undefined) {
    return 'The machine was too busy to time anything on it: end what else runs there, or take a quieter one, and run the diff again. Counts are exact and hold all the same.';
  }
  return 'Nothing could be judged, and that is not the same as no change.';
}

/** Standard deviation of a block's log ratio. */
function spreadOf({ change }: DiffRow): number | null {
  if (change === null || change.blocks.length < 3) return null;
  return Math.sqrt(sampleVariance(change.blocks.map(Math.log)));
}

/** A span as the option takes it: "5m", "75s". */
function minutes(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

function amount(number: number, word: string): string {
  return /^(inconclusive|invalid|no change)$/.test(word)
    ? `${number.toLocaleString('en-US')} ${word}`
    : counted(number, word);
}
