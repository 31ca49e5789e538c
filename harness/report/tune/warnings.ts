/** What speaks against the numbers: a run cut short, windows that do not count, requests that failed. */
import {
  measuredRate,
  type Trust,
  type TuneCell,
  type TuneResults,
  type TuneWindow,
  type UnexpectedAnswers,
} from '../../results/schema.ts';
import type { Banner } from '../kit/facts.ts';
import { counted } from '../kit/format.ts';
import { invalidityText, RULE_TITLES } from '../kit/validity.ts';
import { ruleAgainst, strangeText } from './advice/strange.ts';
import { poolTimeoutText, unexpectedText } from './advice/unexpected.ts';
import { rateText } from './cell-metrics.ts';
import { settingText } from './names.ts';

/** More lines than these would push the answer out of sight. */
const SHOWN = 4;

interface PlacedWindow {
  /** "the search, 10 + 0". */
  place: string;
  window: TuneWindow;
}

export function banners(results: TuneResults): Banner[] {
  const windows = placedWindows(results);
  return [
    partialBanner(results),
    processesBanner(results),
    invalidBanner(windows, results),
    failureBanner(windows, results),
    strangeBanner(windows),
  ].filter((banner) => banner !== null);
}

/** Every window, with where it stands in the report. */
export function placedWindows(results: TuneResults): PlacedWindow[] {
  const { subject, search, grid, load_curve, overload, burst, recommended, comparisons } = results;
  const ofCells = (part: string, cells: readonly TuneCell[]) =>
    cells.flatMap(({ setting, windows }) =>
      windows.map((window) => ({ place: `${part}, ${settingText(setting, subject)}`, window })),
    );
  return [
    ...ofCells('the search', search),
    ...ofCells('the grid', grid),
    ...load_curve.map((window) => ({ place: 'the load curve', window })),
    ...overload.map(({ window }) => ({ place: 'the overload', window })),
    ...(burst === null ? [] : [{ place: 'the burst', window: burst }]),
    ...ofCells('the comparison', recommended === null ? [] : [recommended]),
    ...comparisons.flatMap(({ cell }) => ofCells('the comparison', [cell])),
  ];
}

function partialBanner({ status, status_reason }: TuneResults): Banner | null {
  if (status === 'complete') return null;
  return {
    kind: 'partial',
    title: 'This report is partial',
    lines: [`${status_reason ?? 'The run did not finish'}. What was measured until then is below.`],
  };
}

/** The rate and the connections are shared by the processes that there are. */
function processesBanner({ measured, target }: TuneResults): Banner | null {
  if (measured?.warning === undefined) return null;
  const { said, processes, warning } = measured;
  const rate = `${rateText(target.rate_per_s)} requests per second`;
  const line =
    warning === 'more-processes-than-said'
      ? `All of them together got the ${rate}, and the connections are counted for ${processes}.`
      : `It got its share, ${rateText(measuredRate({ measured, target }))} of the ${rate}, and the connections are counted for ${said}: this is right where the rest is started elsewhere.`;
  return {
    kind: 'partial',
    title: `--processes says ${said}, and ${processes === 1 ? 'one process serves' : `${processes} processes serve`}`,
    lines: [line],
  };
}

const isInvalid = ({ invalid = [] }: TuneWindow): boolean => invalid.length > 0;

function invalidBanner(windows: readonly PlacedWindow[], results: TuneResults): Banner | null {
  const invalid = windows.filter(({ window }) => isInvalid(window));
  if (invalid.length === 0) return null;
  const reasons = invalid.flatMap(({ place, window }) =>
    (window.invalid ?? []).map((reason) => ({ place, rule: reason.rule, detail: invalidityText(reason) })),
  );
  const byRule = [...Map.groupBy(reasons, ({ rule }) => rule)];
  return {
    kind: 'failure',
    title: `${counted(invalid.length, 'window')} of ${windows.length} cannot be trusted`,
    lines: [
      ...byRule
        .toSorted(([, one], [, other]) => other.length - one.length)
        .map(
          ([rule, all]) => `In ${all.length} ${RULE_TITLES[rule]}, for example in ${all[0]?.place}: ${all[0]?.detail}.`,
        ),
      ...consequence(results.trust),
    ],
  };
}

const consequence = (trust: Trust | undefined): string[] =>
  trust === undefined || trust.trusted
    ? []
    : [
        `The recommendation rests on ${trust.windows} windows, ${trust.invalid} of which are invalid: do not rely on it, and tune again on an idle machine.`,
      ];

function failureBanner(windows: readonly PlacedWindow[], { pool_timeout_answers = [] }: TuneResults): Banner | null {
  const failed = windows.filter(({ window }) => window.failures > 0);
  if (failed.length === 0) return null;
  const lines = failed.map(({ place, window }) => {
    const example = window.failure_example === undefined ? '' : `, for example: ${window.failure_example}`;
    return `In ${place}: ${window.failures.toLocaleString('en-US')} of ${counted(window.sent, 'request')}${kindsOf(window)}${example}`;
  });
  const suspected = pool_timeout_answers.filter(({ verdict }) => verdict === 'suspected').map(poolTimeoutText);
  return {
    kind: 'failure',
    title:
      suspected.length === 0
        ? 'Requests failed for other reasons than waiting for a connection'
        : 'Requests failed, perhaps for lack of a connection',
    lines: [...suspected, ...shortened(lines)],
  };
}

function kindsOf({ unexpected = [] }: TuneWindow): string {
  const kinds = unexpectedText(failuresOf(unexpected));
  return kinds === '' ? '' : ` (${kinds})`;
}

/** The unexpected answers without those that count as timeouts. */
const failuresOf = (unexpected: readonly UnexpectedAnswers[]) =>
  unexpected.map((kind) => ({ ...kind, count: kind.count - kind.pool_timeouts })).filter(({ count }) => count > 0);

/** They count as served, for nobody said what a body must match. */
function strangeBanner(windows: readonly PlacedWindow[]): Banner | null {
  const strange = windows.flatMap(({ place, window }) =>
    window.strange === undefined ? [] : [{ place, ...window.strange }],
  );
  if (strange.length === 0) return null;
  const rule = strange.map(({ difference }) => ruleAgainst(difference)).find((one) => one !== undefined);
  const example = rule ?? 'contains:<text>';
  return {
    kind: 'failure',
    title: 'Some answers under load are of another kind, and count as served',
    lines: [
      ...shortened(strange.map((one) => `In ${one.place}: ${strangeText(one)}`)),
      `If these are errors, say what a body must match: --expect ${example}`,
    ],
  };
}

function shortened(lines: readonly string[]): string[] {
  if (lines.length <= SHOWN) return [...lines];
  return [...lines.slice(0, SHOWN), `And ${counted(lines.length - SHOWN, 'more line')} in tune.json.`];
}
