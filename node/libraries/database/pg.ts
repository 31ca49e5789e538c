/** node-postgres: SQL by hand, on a pool. */
import pg from 'pg';
import type { OpenDatabase, Order, Review, User } from '../library.ts';

export const packages = ['pg'];

export const open: OpenDatabase = async (url, { max, waitMs }) => {
  const pool = new pg.Pool({ connectionString: url, max, connectionTimeoutMillis: waitMs });
  // An idle connection that breaks is dropped by the pool; without a listener its error would end the process.
  pool.on('error', (error) => console.error('an idle connection broke:', error.message));
  return {
    async user(id) {
      const { rows } = await pool.query<User>('SELECT id, name, email, plan, country FROM duet.users WHERE id = $1', [
        id,
      ]);
      return rows[0];
    },
    async profile(id) {
      const [users, orders, reviews] = await Promise.all([
        pool.query<User>('SELECT id, name, email, plan, country FROM duet.users WHERE id = $1', [id]),
        pool.query<Order>(
          'SELECT id, placed_on::text, amount_cents, status FROM duet.orders WHERE user_id = $1 ORDER BY id',
          [id],
        ),
        pool.query<Review>('SELECT id, product_id, rating, body FROM duet.reviews WHERE user_id = $1 ORDER BY id', [
          id,
        ]),
      ]);
      const [user] = users.rows;
      return user && { user, orders: orders.rows, reviews: reviews.rows };
    },
    async transfer(from, to, cents) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query('UPDATE duet.orders SET amount_cents = amount_cents - $1 WHERE id = $2', [cents, from]);
        await client.query('UPDATE duet.orders SET amount_cents = amount_cents + $1 WHERE id = $2', [cents, to]);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
    async insert(rows) {
      await pool.query(
        'INSERT INTO duet.library_rows (id, user_id, body) SELECT * FROM unnest($1::int[], $2::int[], $3::text[])',
        [rows.map((row) => row.id), rows.map((row) => row.user_id), rows.map((row) => row.body)],
      );
    },
    async sleep(seconds) {
      await pool.query('SELECT pg_sleep($1)', [seconds]);
    },
    close: () => pool.end(),
  };
};
