/** The refusal of a service that ignores its pool setting, with what can be done about it. */
import { type DuetError, refused } from '../../errors.ts';
import type { ArmContext } from './bench.ts';

export type IgnoringContext = { subject: ArmContext['subject']; watch: Pick<ArmContext['watch'], 'sight'> };

/** What else may be the reason, or would make the check certain, by what is seen of its connections. */
const BY_SIGHT: Record<ArmContext['watch']['sight'], string> = {
  sessions: 'that nobody else uses this database',
  'no-address': 'or set DATABASE_URL: then its connections are counted and the check is certain',
  'silent-pooler':
    'or let the role of DATABASE_URL ask the pooler (stats_users in pgbouncer.ini): then its connections are counted and the check is certain',
};

export function settingIgnored(evidence: string, context: IgnoringContext): DuetError {
  const { subject } = context;
  const { describes } = subject;
  const given =
    describes.kind === 'command' ? Object.entries(describes.env).map(([name, value]) => `${name}=${value}`) : [];
  const told = given.filter((one) => /\{(pool_size|pool_max|max_overflow)\}/.test(one));
  const where = told.length > 0 ? told.join(' and ') : describes.kind === 'url' ? '--hook' : 'what --command says';
  const hints = [
    `check that it reads ${where}`,
    ...(subject.untold?.includes('overflow')
      ? ['if its pool may grow beyond its size, tell it {max_overflow} too, or {pool_max} instead of {pool_size}']
      : []),
    BY_SIGHT[context.watch.sight],
  ];
  return refused(`the service seems to ignore its pool setting: ${evidence}`, hints.join('; '));
}
