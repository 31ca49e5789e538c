/** Kysely: a query builder for the tables in models/kysely.ts; related rows come as JSON, by its helper. node-postgres below. */
import { Kysely, PostgresDialect, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import pg from 'pg';
import type { OpenDatabase } from '../library.ts';
import type { Tables } from './models/kysely.ts';

export const packages = ['kysely', 'pg'];

export const open: OpenDatabase = async (url, { max, waitMs }) => {
  // As in its documentation, nothing listens for an idle connection that breaks: that ends the process.
  const pool = new pg.Pool({ connectionString: url, max, connectionTimeoutMillis: waitMs });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    user: (id) => db.selectFrom('duet.users').selectAll().where('id', '=', id).executeTakeFirst(),
    async profile(id) {
      const found = await db
        .selectFrom('duet.users as u')
        .selectAll()
        .select(({ selectFrom }) => [
          jsonArrayFrom(
            selectFrom('duet.orders as o')
              .select(['o.id', 'o.placed_on', 'o.amount_cents', 'o.status'])
              .whereRef('o.user_id', '=', 'u.id')
              .orderBy('o.id'),
          ).as('orders'),
          jsonArrayFrom(
            selectFrom('duet.reviews as r')
              .select(['r.id', 'r.product_id', 'r.rating', 'r.body'])
              .whereRef('r.user_id', '=', 'u.id')
              .orderBy('r.id'),
          ).as('reviews'),
        ])
        .where('u.id', '=', id)
        .executeTakeFirst();
      if (found === undefined) return undefined;
      const { orders, reviews, ...user } = found;
      return { user, orders, reviews };
    },
    async transfer(from, to, cents) {
      await db.transaction().execute(async (trx) => {
        const update = (op: '-' | '+', id: number) =>
          trx
            .updateTable('duet.orders')
            .set((eb) => ({ amount_cents: eb('amount_cents', op, cents) }))
            .where('id', '=', id);
        await update('-', from).execute();
        await update('+', to).execute();
      });
    },
    async insert(rows) {
      await db.insertInto('duet.library_rows').values(rows).execute();
    },
    async sleep(seconds) {
      await sql`SELECT pg_sleep(${seconds})`.execute(db);
    },
    close: () => db.destroy(),
  };
};
