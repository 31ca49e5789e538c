/** The numbers of a fault in words. */
import type { LibraryBreak } from '../../../results/libraries.ts';
import type { BreakName } from '../../../results/library-names.ts';
import { quantity } from '../../kit/format.ts';

/** Gives a number by its name, once: what nobody has taken is shown by that name. */
type Take = (name: string) => number | undefined;

/** "12 of 356 requests failed; 2 answers were wrong", or why it was not run. */
export function breakNumbers({ break: name, figures, reason }: LibraryBreak): string {
  const left = new Map(Object.entries(figures));
  const take: Take = (key) => {
    const value = left.get(key);
    left.delete(key);
    return value;
  };
  const why = reason === undefined ? [] : [NOT_RUN[reason]];
  const known = NUMBERS[name](take);
  return [...why, ...known, ...[...left].map(byName)].join('; ');
}

const NOT_RUN: Record<NonNullable<LibraryBreak['reason']>, string> = {
  'no-pooler': 'there is no pgbouncer on PATH',
  'database-url': 'nobody restarts the server in DATABASE_URL',
  'no-start': 'its process did not start for it',
};

const NUMBERS: Record<BreakName, (take: Take) => string[]> = {
  pooler: (take) => {
    const untracked = worked((name) => take(`untracked_${name}`));
    const without = untracked.length === 0 ? [] : [`without tracking ${untracked.join(' and ')}`];
    return [...worked(take), ...without];
  },
  restart: (take) => [
    ...share(take('idle_failed'), take('idle_requests'), 'requests on idle connections failed'),
    ...share(take('busy_failed'), take('busy_requests'), 'requests during a restart failed'),
    ...said(take('late_failed'), (count) => `sent after it: ${count.toLocaleString('en-US')}`),
    ...said(take('down_ms'), (ms) => `PostgreSQL was away for ${time(ms)}`),
    ...said(take('recovered_ms'), (ms) => `the last failure came ${time(ms)} after its return`),
  ],
  disconnect: (take) => {
    take('connections');
    const whole = said(take('sleep_ms'), (ms) => ` of ${time(ms)}`).join('');
    return [
      ...said(take('running_after_ms'), (ms) => `the statement ran on for ${time(ms)}${whole}`),
      ...said(take('next_ms'), (ms) => `the next request took ${time(ms)}`),
    ];
  },
  patience: (take) => [
    ...said(take('wait_ms'), (ms) => `waited ${time(ms)}`),
    ...said(take('limit_ms'), (ms) => limited(ms, take('set_wait_ms'))),
  ],
  'worker-dies': (take) => [
    ...share(take('failed'), take('reports'), 'later jobs failed'),
    ...said(take('die_ms'), (ms) => `that job took ${time(ms)}`),
  ],
  'large-body': (take) => [
    ...said(take('status'), (status) => `status ${status}`),
    ...said(take('sent_bytes'), (bytes) => `${quantity(bytes, 'bytes')} sent`),
    ...said(take('took_ms'), (ms) => `after ${time(ms)}`),
    ...said(take('peak_rss_bytes'), (bytes) => `memory ${grown(bytes, take('idle_rss_bytes'))}`),
  ],
};

const time = (ms: number): string => quantity(ms, 'ms');

const said = (value: number | undefined, words: (value: number) => string): string[] =>
  value === undefined ? [] : [words(value)];

const share = (part: number | undefined, all: number | undefined, words: string): string[] =>
  said(all, (number) => `${(part ?? 0).toLocaleString('en-US')} of ${number.toLocaleString('en-US')} ${words}`);

/** Wrong answers are told where there are some. */
const worked = (take: Take): string[] => [
  ...share(take('failed'), take('requests'), 'requests failed'),
  ...said(take('wrong') || undefined, (count) => `${count.toLocaleString('en-US')} answers were wrong`),
];

/** What a setting of the patience does. */
const limited = (limitMs: number, waitedMs: number | undefined): string =>
  `${waitedMs === undefined ? 'no error' : `an error after ${time(waitedMs)}`} where ${time(limitMs)} are set`;

const grown = (peak: number, idle: number | undefined): string =>
  `${idle === undefined ? '' : `${quantity(idle, 'bytes')} → `}${quantity(peak, 'bytes')}`;

/** What the end of a name says of its unit. */
const UNITS = [
  ['_ms', 'ms'],
  ['_bytes', 'bytes'],
] as const;

/** "exit code 1". */
function byName([name, value]: [name: string, value: number]): string {
  const unit = UNITS.find(([end]) => name.endsWith(end));
  const words = name.slice(0, name.length - (unit?.[0].length ?? 0)).replaceAll('_', ' ');
  return `${words} ${unit === undefined ? value.toLocaleString('en-US') : quantity(value, unit[1])}`;
}
