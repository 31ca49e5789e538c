/** Postgres.js: SQL in tagged templates, whose values become parameters of prepared statements. */
import postgres from 'postgres';
import type { OpenDatabase, Order, Review, User } from '../library.ts';

export const packages = ['postgres'];

// It has no bound for the wait of a query: `waitMs` has no counterpart here.
export const open: OpenDatabase = async (url, { max }) => {
  const sql = postgres(url, { ...(max && { max }) });
  return {
    async user(id) {
      const [user] = await sql<User[]>`SELECT id, name, email, plan, country FROM duet.users WHERE id = ${id}`;
      return user;
    },
    async profile(id) {
      const [[user], orders, reviews] = await Promise.all([
        sql<User[]>`SELECT id, name, email, plan, country FROM duet.users WHERE id = ${id}`,
        sql<Order[]>`
          SELECT id, placed_on::text, amount_cents, status FROM duet.orders WHERE user_id = ${id} ORDER BY id`,
        sql<Review[]>`SELECT id, product_id, rating, body FROM duet.reviews WHERE user_id = ${id} ORDER BY id`,
      ]);
      return user && { user, orders, reviews };
    },
    async transfer(from, to, cents) {
      await sql.begin(async (sql) => {
        await sql`UPDATE duet.orders SET amount_cents = amount_cents - ${cents} WHERE id = ${from}`;
        await sql`UPDATE duet.orders SET amount_cents = amount_cents + ${cents} WHERE id = ${to}`;
      });
    },
    async insert(rows) {
      await sql`INSERT INTO duet.library_rows ${sql(rows, 'id', 'user_id', 'body')}`;
    },
    async sleep(seconds) {
      await sql`SELECT pg_sleep(${seconds})`;
    },
    close: () => sql.end(),
  };
};
