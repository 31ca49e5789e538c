/** Sequelize 6: models in models/sequelize.ts, relations by joins, and node-postgres below. */
import { Sequelize } from 'sequelize';
import type { OpenDatabase } from '../library.ts';
import { defineModels } from './models/sequelize.ts';

export const packages = ['sequelize', 'pg'];

export const open: OpenDatabase = async (url, { max, waitMs }) => {
  const sequelize = new Sequelize(url, { logging: false, pool: { max, acquire: waitMs } });
  const { User, Order, LibraryRow } = defineModels(sequelize);
  const attributes = { exclude: ['user_id'] };
  return {
    async user(id) {
      return (await User.findByPk(id))?.toJSON();
    },
    async profile(id) {
      const found = await User.findByPk(id, {
        include: [
          { association: 'orders', attributes },
          { association: 'reviews', attributes },
        ],
        order: [
          ['orders', 'id', 'ASC'],
          ['reviews', 'id', 'ASC'],
        ],
      });
      if (found === null) return undefined;
      const { orders, reviews, ...user } = found.toJSON();
      return { user, orders, reviews };
    },
    async transfer(from, to, cents) {
      await sequelize.transaction(async (transaction) => {
        await Order.decrement({ amount_cents: cents }, { where: { id: from }, transaction });
        await Order.increment({ amount_cents: cents }, { where: { id: to }, transaction });
      });
    },
    async insert(rows) {
      await LibraryRow.bulkCreate(rows);
    },
    async sleep(seconds) {
      await sequelize.query('SELECT pg_sleep(:seconds)', { replacements: { seconds } });
    },
    close: () => sequelize.close(),
  };
};
