/** The connections that all processes take of what PostgreSQL can give, in one line. */
import type { BudgetSum, ConnectionLimit } from '../../../results/schema.ts';
import { counted } from '../../kit/format.ts';
import { poolerSumText } from './pooler.ts';

type Sum = Extract<BudgetSum, { code: 'of-budget' | 'budget-unseen' }>;
type OfBudget = Extract<BudgetSum, { code: 'of-budget' }>;

/**
 * The sum in words, from what PostgreSQL has to what is left. "100 − 3 reserved − 1 of duet − 2 in use by others = 94 for 4
 * processes: 23 each; 4 × 10 = 40 are taken and 54 stay free."
 */
export function budgetText(sum: BudgetSum): string {
  if (sum.code === 'stored') return sum.text;
  if (sum.code === 'through-pooler') return poolerSumText(sum);
  return sum.code === 'budget-unseen' ? unseenSum(sum) : seenSum(sum);
}

function unseenSum(sum: Extract<BudgetSum, { code: 'budget-unseen' }>): string {
  const { extra = 0, taken } = sum;
  const total = taken + extra;
  const all = extra === 0 ? takenText(sum) : `${takenText(sum)}, and ${extra} more: ${total}`;
  return `${all} ${total === 1 ? 'connection' : 'connections'} in all. max_connections could not be read: check that PostgreSQL allows that many (its default is 100, less 3 reserved).${extraText(sum)}`;
}

function seenSum(sum: OfBudget): string {
  const { processes, pools = processes, available, per_process, taken, left } = sum;
  const each = pools === 1 ? '' : ` for ${sharersText(sum)}: ${per_process} each`;
  const isTaken = `${takenText(sum)} ${taken === 1 ? 'is' : 'are'} taken and ${left} stay free`;
  return `${termsOf(sum)} = ${available}${each}; ${isTaken}.${besideLimit(sum)}${extraText(sum)}`;
}

/** "4 × 10 = 40", or "10". */
function takenText({ processes, pools = processes, connections, taken }: Sum): string {
  return pools === 1 ? `${taken}` : `${pools} × ${connections} = ${taken}`;
}

const sharersText = ({ processes, pools = processes }: Sum): string =>
  pools === processes
    ? `${processes} processes`
    : `${pools} pools in ${processes === 1 ? 'one process' : `${processes} processes`}`;

function termsOf({ max_connections, reserved, others, duet, limit, extra = 0 }: OfBudget): string {
  const own = extra === 0 ? '' : ` − ${extra} more of the service`;
  if (limit !== undefined) return `${limitText(limit)} − ${inUse(limit)}${own}`;
  return `${max_connections} − ${reserved} reserved − ${inUse({ duet, others })}${own}`;
}

/** In an older file, what duet has is in what others have. */
const inUse = ({ duet, others }: { duet: number | undefined; others: number }): string =>
  `${duet === undefined ? '' : `${duet} of duet − `}${others} in use by others`;

/** "CONNECTION LIMIT 6 of the role app". */
export const limitText = ({ of, name, connections }: ConnectionLimit): string =>
  `CONNECTION LIMIT ${connections} of the ${of} ${name}`;

/** What the server itself could give, where a limit is less. */
function besideLimit({ max_connections, reserved, others, duet = 0, limit }: OfBudget): string {
  if (limit === undefined) return '';
  const server = max_connections - reserved - duet - others;
  return ` This limit is the least: by max_connections there would be ${max_connections} − ${reserved} reserved − ${inUse({ duet, others })} = ${server}.`;
}

/** Connections of another pool, of a poller, of a session that listens. */
function extraText({ extra = 0 }: Sum): string {
  if (extra === 0) return '';
  return ` ${counted(extra, 'more connection')} of the service ${extra === 1 ? 'does' : 'do'} not follow the setting: ${extra === 1 ? 'it is' : 'they are'} in the sum.`;
}
