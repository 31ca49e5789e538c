/** Prisma: models from models/schema.prisma, a client that is generated from them, and node-postgres below. */
import { PrismaPg } from '@prisma/adapter-pg';
import type { OpenDatabase } from '../library.ts';
import { PrismaClient } from './generated/prisma/client.ts';

export const packages = ['prisma', '@prisma/client', '@prisma/adapter-pg', 'pg'];

export const open: OpenDatabase = async (url, { max, waitMs }) => {
  const adapter = new PrismaPg({ connectionString: url, max, connectionTimeoutMillis: waitMs }, { schema: 'duet' });
  const db = new PrismaClient({ adapter });
  return {
    async user(id) {
      return (await db.user.findUnique({ where: { id } })) ?? undefined;
    },
    async profile(id) {
      const found = await db.user.findUnique({
        where: { id },
        include: {
          orders: { omit: { user_id: true }, orderBy: { id: 'asc' } },
          reviews: { omit: { user_id: true }, orderBy: { id: 'asc' } },
        },
      });
      if (found === null) return undefined;
      const { orders, reviews, ...user } = found;
      const dated = orders.map((order) => ({ ...order, placed_on: order.placed_on.toISOString().slice(0, 10) }));
      return { user, orders: dated, reviews };
    },
    async transfer(from, to, cents) {
      await db.$transaction([
        db.order.update({ where: { id: from }, data: { amount_cents: { decrement: cents } } }),
        db.order.update({ where: { id: to }, data: { amount_cents: { increment: cents } } }),
      ]);
    },
    async insert(rows) {
      await db.libraryRow.createMany({ data: rows });
    },
    async sleep(seconds) {
      await db.$executeRaw`SELECT pg_sleep(${seconds})`;
    },
    close: () => db.$disconnect(),
  };
};
