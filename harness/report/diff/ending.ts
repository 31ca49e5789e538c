/** How a diff ended: the verdict in words, what the rows add up to, and what to do where nothing could be told. */
import { asTyped } from '../../duration.ts';
import type { DiffResults, DiffRow } from '../../results/schema.ts';
import { BLOCKS_RULE } from '../../stats/count-verdict.ts';
import { counted, listed } from '../kit/format.ts';
import { measuredShare, percentBand } from '../kit/percent.ts';
import type { Tone } from '../kit/tone.ts';
import { isGrowth } from './changes.ts';
import { isCount } from './rows.ts';
import { commandOf, nounOf } from './side-names.ts';

/** "FAIL: regression", "PASS: no change". What could not be told is never called a pass. */
export function headline(results: DiffResults): string {
  const { verdict, status, exit_code, run } = results;
  if (run.service?.ways !== undefined) return wayHeadline(results);
  const partial = status === 'partial' ? ' (partial)' : '';
  if (exit_code === 5) return `INVALID${partial}`;
  if (verdict === 'measured') return `MEASURED: shard ${run.plan.fixed?.shard} of ${run.plan.fixed?.shards}`;
  const some = someShares(run);
  if (exit_code !== 0) return `FAIL: ${verdict}${some}${partial}`;
  if (isPass(verdict)) return `PASS: ${verdict}${some}`;
  const lenient = run.fail_on === 'never' ? 'told never to fail' : 'does not fail';
  return `${verdict.toUpperCase()} (${lenient})${some}`;
}

/** " (6 of 8 shards)" where some are missing. */
function someShares({ plan: { fixed } }: DiffResults['run']): string {
  const missing = fixed?.missing?.length ?? 0;
  return fixed === undefined || missing === 0 ? '' : ` (${fixed.shards - missing} of ${fixed.shards} shards)`;
}

/** Neither was there before the other: better and worse are said of b. */
function wayHeadline({ verdict, status, exit_code }: DiffResults): string {
  const partial = status === 'partial' ? ' (partial)' : '';
  if (exit_code === 5) return `INVALID${partial}`;
  const words: Partial<Record<DiffResults['verdict'], string>> = {
    regression: 'b is worse than a',
    improvement: 'b is better than a',
    'no change': 'a and b are the same',
  };
  return `${words[verdict] ?? `a and b: ${verdict}`}${partial}`;
}

/** How the ending is felt about; colour only repeats what its words say. */
export function endingTone({ verdict, exit_code }: DiffResults): Tone {
  if (exit_code !== 0) return 'bad';
  return isPass(verdict) ? 'good' : 'warning';
}

const isPass = (verdict: DiffResults['verdict']): boolean =>
  verdict === 'measured' || verdict === 'no change' || verdict === 'improvement' || verdict === 'accepted';

/** "108 metrics were judged: 1 regression, 1 alert, 4 inconclusive and 102 no change." Null without rows. */
export function tally({ rows, run }: Pick<DiffResults, 'rows' | 'run'>): string | null {
  if (rows.length === 0) return null;
  const of = (wanted: (row: DiffRow) => boolean) => rows.filter(wanted).length;
  const [worse, better] = commandOf(run) === 'diff' ? ['regression', 'improvement'] : ['worse', 'better'];
  const parts: [number, string][] = [
    [of((row) => row.verdict === 'regression' && row.gated), worse],
    [of((row) => row.verdict === 'regression' && !row.gated), `secondary ${worse}`],
    [of((row) => row.alert), 'alert'],
    [of((row) => row.verdict === 'invalid' && !row.alert), 'invalid'],
    [of((row) => row.verdict === 'inconclusive' && !row.alert), 'inconclusive'],
    [of((row) => row.verdict === 'accepted'), 'accepted'],
    [of((row) => row.verdict === 'measured'), 'measured'],
    [of((row) => row.verdict === 'improvement' && !row.alert), better],
    [of((row) => row.verdict === 'no change' && !row.alert), 'no change'],
  ];
  const shown = parts.filter(([number]) => number > 0).map(([number, word]) => amount(number, word));
  return `${counted(rows.length, 'metric')}: ${listed(shown)}.`;
}

/** What "no change" means for the rows that are not shown one by one. Null when there are none. */
export function restLine({ rows, run: { thresholds } }: DiffResults): string | null {
  const rest = rows.filter(({ verdict, alert }) => verdict === 'no change' && !alert);
  if (rest.length === 0) return null;
  const grown = rest.filter(isGrowth).length;
  const timed = rest.filter((row) => !isCount(row) && !isGrowth(row));
  const blocks = rest.filter((row) => isCount(row) && row.threshold !== null).length;
  const equal = rest.length - timed.length - blocks - grown;
  const names = { cost: 'CPU', time: 'time', memory: 'memory' } as const;
  const kinds = (['cost', 'time', 'memory'] as const)
    .filter((kind) => timed.some(({ metric }) => metric.kind === kind))
    .map((kind) => `${percentBand(thresholds[kind])} (${names[kind]})`);
  const parts = [
    ...(timed.length > 0 ? [`${counted(timed.length, 'metric')} within ${kinds.join(', ')}`] : []),
    ...(grown > 0 ? [`memory growth of ${counted(grown, 'request')} within its threshold`] : []),
    ...(equal > 0 ? [`${counted(equal, 'count')} exactly equal`] : []),
    ...(blocks > 0 ? [`${counted(blocks, 'count')} of blocks within a factor of ${BLOCKS_RULE.factor}`] : []),
  ];
  return `No change: ${parts.join('; ')}.`;
}

/** What somebody can do about a diff that could not tell. Null where it could. Commands stand in backticks. */
export function advice({ advice: given, run }: Pick<DiffResults, 'advice' | 'run'>): string | null {
  switch (given?.code) {
    case undefined:
      return null;
    case 'resume':
      return `Go on where it stopped: \`duet ${commandOf(run)} --resume ${run.id}\`.`;
    case 'mend-service':
      return 'A service did not answer correctly under load, so its times mean nothing: fix that first. Counts are exact and still valid.';
    case 'quieter-machine':
      return `The machine was too busy to time anything: stop what else runs on it, or use a quieter one, and run the ${nounOf(run)} again. Counts are exact and still valid.`;
    case 'nothing-judged':
      return 'Nothing could be judged, which is not the same as no change.';
    case 'compare-the-rest':
      return `Incomplete is not the same as no change. To compare the rest, run the diff again without ${listed(given.without.map((option) => `\`--${option}\``))}.`;
    case 'count-alone':
      return `A count could not be taken exactly on both sides; nothing else may use the database during a ${nounOf(run)}.`;
    case 'decide': {
      const narrow =
        given.pattern === 'request' ? 'fewer requests' : `\`--pattern ${given.pattern} --stack ${given.stack}\``;
      const noise = given.spread === null ? '' : ` (a block varies by about ${measuredShare(given.spread)} here)`;
      const { fixed } = run.plan;
      const more =
        fixed === undefined
          ? `more time than \`--time-budget ${asTyped(run.budget_ms)}\``
          : `more blocks than \`--blocks ${fixed.blocks}\``;
      return `Inconclusive is not the same as no change. To decide it, narrow the ${nounOf(run)} to ${narrow}, give it ${more}, or use a quieter machine${noise}.`;
    }
  }
}

function amount(number: number, word: string): string {
  return /^((secondary )?worse|better|accepted|inconclusive|invalid|measured|no change)$/.test(word)
    ? `${number.toLocaleString('en-US')} ${word}`
    : counted(number, word);
}
