/** The tables and their relations, as Drizzle describes them. */
import { relations } from 'drizzle-orm';
import { date, integer, pgSchema, text } from 'drizzle-orm/pg-core';

const duet = pgSchema('duet');

export const users = duet.table('users', {
  id: integer().primaryKey(),
  name: text().notNull(),
  email: text().notNull(),
  plan: text().notNull(),
  country: text().notNull(),
});

export const orders = duet.table('orders', {
  id: integer().primaryKey(),
  user_id: integer().notNull(),
  placed_on: date().notNull(),
  amount_cents: integer().notNull(),
  status: text().notNull(),
});

export const reviews = duet.table('reviews', {
  id: integer().primaryKey(),
  user_id: integer().notNull(),
  product_id: integer().notNull(),
  rating: integer().notNull(),
  body: text().notNull(),
});

export const libraryRows = duet.table('library_rows', {
  id: integer().primaryKey(),
  user_id: integer().notNull(),
  body: text().notNull(),
});

export const usersRelations = relations(users, ({ many }) => ({
  orders: many(orders),
  reviews: many(reviews),
}));

export const ordersRelations = relations(orders, ({ one }) => ({
  user: one(users, { fields: [orders.user_id], references: [users.id] }),
}));

export const reviewsRelations = relations(reviews, ({ one }) => ({
  user: one(users, { fields: [reviews.user_id], references: [users.id] }),
}));
