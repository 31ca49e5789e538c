/** How what was tuned is called, and how its settings are written. */
import { type PoolSetting, runsAsItIs, type TuneResults, type TuneSubject } from '../../results/schema.ts';
import { STACK_TITLES } from '../kit/format.ts';

const ROUTES = { async: '`async def` routes', def: '`def` routes' } as const;

/** "Python, workload hold, `async def` routes"; of a reader's service its command or address. Code is in backticks. */
export function subjectText(subject: TuneSubject): string {
  if (subject.kind === 'command') return code(subject.command);
  if (subject.kind === 'url') return code(subject.url);
  const { stack, workload, form } = subject;
  return [STACK_TITLES[stack], `workload ${workload}`, ...(stack === 'python' ? [ROUTES[form]] : [])].join(', ');
}

/** For headings: what is tuned, without its workload where it has none. */
export function subjectTitle(subject: TuneSubject): string {
  return subject.kind === 'own' ? `${STACK_TITLES[subject.stack]}, ${subject.workload}` : 'your own service';
}

/** Code that stands in backticks may not end them. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', '’')}\``;
}

/** Whose load curve and burst these are. */
export const measuredPool = (subject: TuneSubject): string =>
  runsAsItIs(subject) ? 'the pool that it has' : 'the recommended setting';

/** Whether the pool can open more than its size: pg.Pool cannot, and of others only what is set is known. */
export function hasOverflow(subject: TuneSubject): boolean {
  if (subject.kind === 'own') return subject.stack === 'python';
  const templates =
    subject.kind === 'command' ? [subject.command, ...Object.values(subject.env)] : [subject.hook ?? ''];
  return templates.some((template) => template.includes('{max_overflow}'));
}

/** "10 + 0" where there is an overflow, else "10". */
export function settingText({ size, overflow }: PoolSetting, subject: TuneSubject): string {
  return hasOverflow(subject) || overflow > 0 ? `${size} + ${overflow}` : `${size}`;
}

/** What heads a column of settings. */
export function settingColumn(subject: TuneSubject): string {
  if (hasOverflow(subject)) return 'size + overflow';
  return subject.kind === 'own' ? 'max' : 'connections';
}

/** The class that gives the marks of a chart their colour: that of the stack, where there is one. */
export const colorClass = (subject: TuneSubject): string => (subject.kind === 'own' ? subject.stack : 'own');

/** What is measured: "one process", or "4 processes" that got the load together. */
export const measuredProcesses = ({ measured }: Pick<TuneResults, 'measured'>): string =>
  measured === undefined || measured.processes === 1 ? 'one process' : `${measured.processes} processes`;
