/** The right answers of every operation, from the dataset and the fixtures themselves and not from any library. */
import { createReadStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type pg from 'pg';
import { repositoryRoot } from '../lab/source.ts';
import { detailsOf } from '../lab/upstream.ts';

/** @param client a session past every proxy. */
export async function knownUser(client: pg.Client, id: number): Promise<unknown> {
  const { rows } = await client.query('SELECT id, name, email, plan, country FROM duet.users WHERE id = $1', [id]);
  return rows[0];
}

export async function knownProfile(client: pg.Client, id: number): Promise<unknown> {
  const { rows: orders } = await client.query(
    `SELECT id, to_char(placed_on, 'YYYY-MM-DD') AS placed_on, amount_cents, status
     FROM duet.orders WHERE user_id = $1 ORDER BY id`,
    [id],
  );
  const { rows: reviews } = await client.query(
    'SELECT id, product_id, rating, body FROM duet.reviews WHERE user_id = $1 ORDER BY id',
    [id],
  );
  return { user: await knownUser(client, id), orders, reviews };
}

/** The first users with their details, but for the number of calls, which the libraries differ in. */
export async function knownEnriched(client: pg.Client, count: number): Promise<unknown> {
  const { rows } = await client.query<{ id: number; name: string; plan: string }>(
    'SELECT id, name, plan FROM duet.users WHERE id <= $1 ORDER BY id',
    [count],
  );
  const users = rows.map(({ id, name, plan }) => {
    const { tier, credit_cents } = detailsOf(id);
    return { id, name, plan, tier, credit_cents };
  });
  return { count, credit_cents: users.reduce((sum, user) => sum + user.credit_cents, 0), users };
}

interface PlanSums {
  plan: string;
  rows: number;
  amount_cents: number;
}

/** Rows and sums per plan of a file of lab/files.ts, which has no line that would be read in two ways. */
export async function knownSums(file: string): Promise<unknown> {
  const plans = new Map<string, PlanSums>();
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
    const [, plan = '', amount] = line.split(',');
    const sums = plans.get(plan) ?? { plan, rows: 0, amount_cents: 0 };
    plans.set(plan, { plan, rows: sums.rows + 1, amount_cents: sums.amount_cents + Number(amount) });
  }
  const all = [...plans.values()].sort((one, other) => (one.plan < other.plan ? -1 : 1));
  const sum = (key: 'rows' | 'amount_cents') => all.reduce((total, one) => total + one[key], 0);
  return { rows: sum('rows'), amount_cents: sum('amount_cents'), plans: all };
}

/** That of operations.ts's REPORT_SIZE orders. */
export const knownReport = (): unknown =>
  JSON.parse(readFileSync(path.join(repositoryRoot, 'fixtures/golden/report-1000.json'), 'utf8'));
