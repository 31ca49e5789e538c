/** TypeORM: entities in models/typeorm.ts, relations by joins, and node-postgres below. */
import { DataSource } from 'typeorm';
import type { OpenDatabase } from '../library.ts';
import { LibraryRowEntity, OrderEntity, ReviewEntity, UserEntity } from './models/typeorm.ts';

export const packages = ['typeorm', 'pg'];

export const open: OpenDatabase = async (url, { max, waitMs }) => {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema: 'duet',
    entities: [UserEntity, OrderEntity, ReviewEntity, LibraryRowEntity],
    poolSize: max,
    connectTimeoutMS: waitMs,
  });
  await source.initialize();
  return {
    async user(id) {
      return (await source.manager.findOneBy(UserEntity, { id })) ?? undefined;
    },
    async profile(id) {
      const found = await source.manager.findOne(UserEntity, {
        where: { id },
        relations: { orders: true, reviews: true },
        order: { orders: { id: 'ASC' }, reviews: { id: 'ASC' } },
      });
      if (found === null) return undefined;
      const { orders, reviews, ...user } = found;
      return { user, orders, reviews };
    },
    async transfer(from, to, cents) {
      await source.transaction(async (manager) => {
        await manager.decrement(OrderEntity, { id: from }, 'amount_cents', cents);
        await manager.increment(OrderEntity, { id: to }, 'amount_cents', cents);
      });
    },
    async insert(rows) {
      await source.manager.insert(LibraryRowEntity, rows);
    },
    async sleep(seconds) {
      await source.query('SELECT pg_sleep($1)', [seconds]);
    },
    close: () => source.destroy(),
  };
};
