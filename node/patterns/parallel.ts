/** Pattern: run independent queries at the same time instead of one after the other. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import type { QueryResultRow } from 'pg';
import { type Static, Type } from 'typebox';
import { DelayQuery, UserParams } from '../parameters.ts';
import { Problem } from '../problems.ts';
import { variantRoutes } from '../variants.ts';

const User = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  email: Type.String(),
  plan: Type.String(),
  country: Type.String(),
});
const Order = Type.Object({
  id: Type.Integer(),
  placed_on: Type.String(),
  amount_cents: Type.Integer(),
  status: Type.String(),
});
const Review = Type.Object({
  id: Type.Integer(),
  product_id: Type.Integer(),
  rating: Type.Integer(),
  body: Type.String(),
});
const Profile = Type.Object({ user: User, orders: Type.Array(Order), reviews: Type.Array(Review) });
type User = Static<typeof User>;
type Order = Static<typeof Order>;
type Review = Static<typeof Review>;

interface Rows {
  users: User[];
  orders: Order[];
  reviews: Review[];
}
interface Delays {
  userMs: number;
  ordersMs: number;
  reviewsMs: number;
}

// The sleep is the query's service time. The database runs it once, whatever the number of rows.
const SELECT_USER = `SELECT id, name, email, plan, country
  FROM duet.users CROSS JOIN pg_sleep($2) WHERE id = $1`;
export const SELECT_ORDERS = `SELECT id, placed_on::text AS placed_on, amount_cents, status
  FROM duet.orders CROSS JOIN pg_sleep($2) WHERE user_id = $1 ORDER BY id`;
export const SELECT_REVIEWS = `SELECT id, product_id, rating, body
  FROM duet.reviews CROSS JOIN pg_sleep($2) WHERE user_id = $1 ORDER BY id`;

// #region before
/** Each query waits for the one before it, although none needs another's result. */
async function before(app: FastifyInstance, id: number, delays: Delays): Promise<Rows> {
  const users = await select<User>(app, SELECT_USER, id, delays.userMs);
  const orders = await select<Order>(app, SELECT_ORDERS, id, delays.ordersMs);
  const reviews = await select<Review>(app, SELECT_REVIEWS, id, delays.reviewsMs);
  return { users, orders, reviews };
}
// #endregion

// #region after
/** The queries run side by side, each on a connection of its own: one client would run them in a row. */
async function after(app: FastifyInstance, id: number, delays: Delays): Promise<Rows> {
  const [users, orders, reviews] = await Promise.all([
    select<User>(app, SELECT_USER, id, delays.userMs),
    select<Order>(app, SELECT_ORDERS, id, delays.ordersMs),
    select<Review>(app, SELECT_REVIEWS, id, delays.reviewsMs),
  ]);
  return { users, orders, reviews };
}
// #endregion

async function select<Row extends QueryResultRow>(
  app: FastifyInstance,
  sql: string,
  id: number,
  delayMs: number,
): Promise<Row[]> {
  const { rows } = await app.pool.query<Row>(sql, [id, delayMs / 1_000]);
  return rows;
}

export const parallel: FastifyPluginAsyncTypebox = async (app) => {
  variantRoutes(app, 'GET', '/parallel/:variant/users/:id', { variants: { before, after } }, (url, readProfile) => {
    app.get(
      url,
      { schema: { params: UserParams, querystring: DelayQuery, response: { 200: Profile } } },
      async ({ params, query }) => {
        const id = Number(params.id);
        const { users, orders, reviews } = await readProfile(app, id, {
          userMs: Number(query.user_ms),
          ordersMs: Number(query.orders_ms),
          reviewsMs: Number(query.reviews_ms),
        });
        const [user] = users;
        if (user === undefined) throw new Problem('unknown-user', `there is no user ${id}`, 'id');
        return { user, orders, reviews };
      },
    );
  });
};
