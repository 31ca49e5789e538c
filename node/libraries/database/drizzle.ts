/** Drizzle: tables and relations in models/drizzle.ts, SQL in TypeScript, relational queries, and node-postgres below. */
import { asc, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { OpenDatabase } from '../library.ts';
import * as schema from './models/drizzle.ts';

export const packages = ['drizzle-orm', 'pg'];

const { users, orders, reviews, libraryRows } = schema;

export const open: OpenDatabase = async (url, { max, waitMs }) => {
  // As in its documentation, nothing listens for an idle connection that breaks: that ends the process.
  const connection = { connectionString: url, max, connectionTimeoutMillis: waitMs };
  const db = drizzle({ connection, schema });
  return {
    user: (id) => db.query.users.findFirst({ where: eq(users.id, id) }),
    async profile(id) {
      const found = await db.query.users.findFirst({
        where: eq(users.id, id),
        with: {
          orders: { columns: { user_id: false }, orderBy: asc(orders.id) },
          reviews: { columns: { user_id: false }, orderBy: asc(reviews.id) },
        },
      });
      if (found === undefined) return undefined;
      const { orders: placed, reviews: written, ...user } = found;
      return { user, orders: placed, reviews: written };
    },
    async transfer(from, to, cents) {
      await db.transaction(async (tx) => {
        const less = sql`${orders.amount_cents} - ${cents}`;
        const more = sql`${orders.amount_cents} + ${cents}`;
        await tx.update(orders).set({ amount_cents: less }).where(eq(orders.id, from));
        await tx.update(orders).set({ amount_cents: more }).where(eq(orders.id, to));
      });
    },
    async insert(rows) {
      await db.insert(libraryRows).values(rows);
    },
    async sleep(seconds) {
      await db.execute(sql`SELECT pg_sleep(${seconds})`);
    },
    close: () => db.$client.end(),
  };
};
