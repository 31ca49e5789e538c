/** The connections that all processes take of what PostgreSQL can give, in one line. */
import type { BudgetSum } from '../../../results/schema.ts';
import { poolerSumText } from './pooler.ts';

/**
 * The sum in words, from what PostgreSQL has to what is left. "100 − 3 reserved − 1 in use by others = 96 for 4
 * processes: 24 each; 4 × 10 = 40 are taken and 56 stay free."
 */
export function budgetText(sum: BudgetSum): string {
  if (sum.code === 'stored') return sum.text;
  if (sum.code === 'through-pooler') return poolerSumText(sum);
  const { processes, connections, taken: total } = sum;
  const taken = processes === 1 ? `${total}` : `${processes} × ${connections} = ${total}`;
  if (sum.code === 'budget-unseen') {
    return `${taken} ${total === 1 ? 'connection' : 'connections'} in all. max_connections could not be read: check that PostgreSQL allows that many (its default is 100, less 3 reserved).`;
  }
  const { max_connections, reserved, others, available, per_process, left } = sum;
  const each = processes === 1 ? '' : ` for ${processes} processes: ${per_process} each`;
  return `${max_connections} − ${reserved} reserved − ${others} in use by others = ${available}${each}; ${taken} ${total === 1 ? 'is' : 'are'} taken and ${left} stay free.`;
}
