/** Knex: a query builder without relations, so that a profile is three queries. node-postgres below. */
import knex from 'knex';
import type { OpenDatabase, Order, Review, User } from '../library.ts';

export const packages = ['knex', 'pg'];

export const open: OpenDatabase = async (url, { max, waitMs }) => {
  const db = knex({
    client: 'pg',
    connection: url,
    // The pool keeps two connections open unless told otherwise, and refuses to have fewer at the most.
    pool: { ...(max && { max, min: Math.min(2, max) }) },
    ...(waitMs && { acquireConnectionTimeout: waitMs }),
  });
  return {
    user: (id) => db<User>('duet.users').where({ id }).first('id', 'name', 'email', 'plan', 'country'),
    async profile(id) {
      const [user, orders, reviews] = await Promise.all([
        db<User>('duet.users').where({ id }).first('id', 'name', 'email', 'plan', 'country'),
        db('duet.orders')
          .where({ user_id: id })
          .select<Order[]>('id', db.raw('placed_on::text'), 'amount_cents', 'status')
          .orderBy('id'),
        db('duet.reviews').where({ user_id: id }).select<Review[]>('id', 'product_id', 'rating', 'body').orderBy('id'),
      ]);
      return user && { user, orders, reviews };
    },
    async transfer(from, to, cents) {
      await db.transaction(async (trx) => {
        await trx('duet.orders').where({ id: from }).decrement('amount_cents', cents);
        await trx('duet.orders').where({ id: to }).increment('amount_cents', cents);
      });
    },
    async insert(rows) {
      await db('duet.library_rows').insert(rows);
    },
    async sleep(seconds) {
      await db.raw('SELECT pg_sleep(?)', [seconds]);
    },
    close: () => db.destroy(),
  };
};
