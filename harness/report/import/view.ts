/** What an import shows, as text and in order: page, Markdown and terminal differ only in how they look. */
import {
  type ImportInvalidity,
  type ImportResults,
  LEAST,
  type PodAgreement,
  type SentLoad,
  WINDOWS,
} from '../../results/import.ts';
import { IMPORT_FILE } from '../../results/import-folder.ts';
import { DIFFER_BELOW } from '../../stats/fixed-sample.ts';
import { DELTAS } from '../../stats/verdict.ts';
import type { Banner, Fact } from '../kit/facts.ts';
import { capital, counted, instant, listed, quantity, statedQuantity } from '../kit/format.ts';
import { noiseShare, share, shareOfRequests } from '../kit/percent.ts';
import { type Column, type DataTable, tableOf } from '../kit/tables.ts';

export function importView(results: ImportResults) {
  const { export: planned, whole, driver } = results;
  return {
    title: `duet import: ${counted(planned.pods, 'pod')} of ${driver}, ${perSecond(planned.rate_per_s)} for ${duration(planned.duration_s)}`,
    lede: ledeOf(whole),
    banners: [...results.invalid.map((one) => invalidBanner(one, results)), ...differBanners(results)],
    pods: podsTable(results),
    codes: codesTable(results),
    /** Null where every request got an answer. */
    errors: errorsTable(whole),
    method: methodLines(results),
    facts: [
      ['Export', planned.id],
      ['Began', instant(whole.began_at)],
      ['Files', results.pods.map(({ file }) => file).join(', ')],
      ['Repeat', `duet ${results.command}`],
      ['Write these files again', `duet report out/${results.id}/${IMPORT_FILE}`],
    ] satisfies Fact[],
  };
}

const perSecond = (rate: number) => `${quantity(rate, 'count')} requests per second`;
const duration = (seconds: number) => statedQuantity(1_000 * seconds, 'ms');
const failedShare = ({ requests, answered }: SentLoad) => (requests - answered) / requests;

function ledeOf(whole: SentLoad): string {
  const { requests, answered, rate_per_s, seconds, response_time: times } = whole;
  const sent = `${counted(requests, 'request')} in ${quantity(1_000 * seconds, 'ms')}${rate_per_s === null ? '' : `, ${perSecond(rate_per_s)}`}`;
  const outcome =
    answered === requests
      ? 'all answered with 2xx'
      : `${shareOfRequests(failedShare(whole))} (${counted(requests - answered, 'request')}) not answered with 2xx`;
  if (times === null) return `${sent}; ${outcome}.`;
  const quantiles = `p50 ${ms(times.p50_ms)}, p90 ${ms(times.p90_ms)}, p99 ${ms(times.p99_ms)}, at most ${ms(times.max_ms)}`;
  return `${sent}; ${outcome}. Response time: ${quantiles}.`;
}

const ms = (value: number | undefined) => (value === undefined ? '–' : quantity(value, 'ms'));

const invalidBanner = (invalid: ImportInvalidity, results: ImportResults): Banner => ({
  kind: 'failure',
  title: capital(invalidTitle(invalid)),
  lines: [invalidLine(invalid, results)],
});

/** Why the numbers are not those of the exported load, without a full stop. */
export function invalidTitle(invalid: ImportInvalidity): string {
  switch (invalid.rule) {
    case 'not-together':
      return 'the pods did not attack at the same time';
    case 'short':
      return `pod ${invalid.pod} did not send all of its requests`;
    case 'nothing-answered':
      return 'no request was answered with 2xx';
  }
}

function invalidLine(invalid: ImportInvalidity, { export: { duration_s } }: ImportResults): string {
  switch (invalid.rule) {
    case 'not-together': {
      const together = quantity(1_000 * invalid.together_s, 'ms');
      return `All of them did for ${together} of ${duration(duration_s)}, and ${share(LEAST.together)} of that are needed. The service had the whole rate for no longer, and these are not its response times under it.`;
    }
    case 'short':
      return `It sent ${counted(invalid.requests, 'request')} of ${invalid.planned.toLocaleString('en-US')}: the attack was cut off, or its machine was too slow.`;
    case 'nothing-answered':
      return 'There are no response times. The statuses and errors below say what came instead.';
  }
}

function differBanners({ agreement: { p50, p99 } }: ImportResults): Banner[] {
  const named = [
    ['medians', p50],
    ['p99', p99],
  ] as const;
  const spreads = named.flatMap(([what, one]) => (one?.differ ? [spreadText(what, one)] : []));
  if (spreads.length === 0) return [];
  const why = 'They do not reach the service in the same way, or one of their machines is slower. The sum mixes them.';
  return [{ kind: 'partial', title: 'The pods differ', lines: [`${capital(listed(spreads))}. ${why}`] }];
}

const spreadText = (what: string, { sd, p }: PodAgreement): string =>
  `their ${what} spread by ${noiseShare(Math.exp(sd) - 1)} from pod to pod (${p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`})`;

const POD_COLUMNS: Column<SentLoad & { name: string }>[] = [
  ['pod', ({ name }) => name],
  ['requests', ({ requests }) => requests.toLocaleString('en-US')],
  ['per second', ({ rate_per_s }) => (rate_per_s === null ? '–' : quantity(rate_per_s, 'count'))],
  ['not 2xx', (load) => shareOfRequests(failedShare(load))],
  ['p50', ({ response_time }) => ms(response_time?.p50_ms)],
  ['p90', ({ response_time }) => ms(response_time?.p90_ms)],
  ['p99', ({ response_time }) => ms(response_time?.p99_ms)],
  ['most', ({ response_time }) => ms(response_time?.max_ms)],
  ['sent late, p99', ({ late }) => ms(late.p99_ms)],
];

function podsTable({ whole, pods }: ImportResults): DataTable {
  const rows = [{ ...whole, name: 'all' }, ...pods.map((load) => ({ ...load, name: String(load.pod) }))];
  return tableOf('All pods, and each of them', rows, POD_COLUMNS, [1]);
}

function codesTable({ whole, pods }: ImportResults): DataTable {
  const answers =
    ({ codes }: SentLoad) =>
    (code: string) =>
      (codes[code] ?? 0).toLocaleString('en-US');
  const columns: Column<string>[] = [
    ['status', (code) => (code === '0' ? 'no answer' : code)],
    ['all', answers(whole)],
    ...pods.map((load): Column<string> => [`pod ${load.pod}`, answers(load)]),
  ];
  return tableOf('Statuses of the answers', Object.keys(whole.codes), columns, [1]);
}

const ERROR_COLUMNS: Column<SentLoad['errors'][number]>[] = [
  ['error', ({ error }) => error],
  ['requests', ({ requests }) => requests.toLocaleString('en-US')],
];

const errorsTable = ({ errors }: SentLoad): DataTable | null =>
  errors.length === 0 ? null : tableOf('Why there was no answer', errors, ERROR_COLUMNS, [1]);

function methodLines({ driver, export: { pods, rate_per_s } }: ImportResults): string[] {
  return [
    `The load was made by ${driver}, not by duet: ${counted(pods, 'pod')}, each with ${quantity(rate_per_s / pods, 'count')} requests per second at equal distances. The pods do not know of each other, so requests of several of them may come at once.`,
    'A response time counts from when a request was due and not from when it was sent, so that what its machine was late by is part of it: the column "sent late" shows that. The beginning of the schedule is the latest at which no request would have been sent too early.',
    'The response times of all pods are added up in one histogram (HDR, three significant digits), and the quantiles are read from that.',
    `The rate is that of \`vegeta report\`: requests over the time from the first sending to the last.`,
    'Answers are judged by their status alone: 2xx counts, whatever the body says.',
    'Nothing was sent beforehand to warm the service up: its first requests are among these.',
    `Pods are compared by the median and the p99 of ${WINDOWS} windows of each. They differ where that is no accident (p < ${DIFFER_BELOW}) and their spread is at least ${share(DELTAS.time)}.`,
  ];
}
