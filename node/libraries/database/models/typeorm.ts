/** The tables and their relations, as TypeORM describes them without decorators, which type stripping does not know. */
import { EntitySchema } from 'typeorm';
import type { Order, Review, Row, User } from '../../library.ts';

interface Owned {
  user: User;
}
interface Owner {
  orders: Order[];
  reviews: Review[];
}

export const UserEntity = new EntitySchema<User & Owner>({
  name: 'User',
  tableName: 'users',
  columns: {
    id: { type: 'integer', primary: true },
    name: { type: 'text' },
    email: { type: 'text' },
    plan: { type: 'text' },
    country: { type: 'text' },
  },
  relations: {
    orders: { type: 'one-to-many', target: 'Order', inverseSide: 'user' },
    reviews: { type: 'one-to-many', target: 'Review', inverseSide: 'user' },
  },
});

export const OrderEntity = new EntitySchema<Order & Owned>({
  name: 'Order',
  tableName: 'orders',
  columns: {
    id: { type: 'integer', primary: true },
    placed_on: { type: 'date' },
    amount_cents: { type: 'integer' },
    status: { type: 'text' },
  },
  relations: {
    user: { type: 'many-to-one', target: 'User', joinColumn: { name: 'user_id' }, inverseSide: 'orders' },
  },
});

export const ReviewEntity = new EntitySchema<Review & Owned>({
  name: 'Review',
  tableName: 'reviews',
  columns: {
    id: { type: 'integer', primary: true },
    product_id: { type: 'integer' },
    rating: { type: 'integer' },
    body: { type: 'text' },
  },
  relations: {
    user: { type: 'many-to-one', target: 'User', joinColumn: { name: 'user_id' }, inverseSide: 'reviews' },
  },
});

export const LibraryRowEntity = new EntitySchema<Row>({
  name: 'LibraryRow',
  tableName: 'library_rows',
  columns: {
    id: { type: 'integer', primary: true },
    user_id: { type: 'integer' },
    body: { type: 'text' },
  },
});
