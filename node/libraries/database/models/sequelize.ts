/** The tables and their relations, as Sequelize describes them. */
import { DataTypes, type Model, type ModelStatic, type Sequelize } from 'sequelize';
import type { Order, Review, Row, User } from '../../library.ts';

interface Models {
  User: ModelStatic<Model<User & { orders: Order[]; reviews: Review[] }>>;
  Order: ModelStatic<Model<Order>>;
  LibraryRow: ModelStatic<Model<Row, Row>>;
}

/** Defines the models on a connection, with their associations. */
export function defineModels(sequelize: Sequelize): Models {
  const table = (tableName: string) => ({ tableName, schema: 'duet', timestamps: false });
  const id = { type: DataTypes.INTEGER, primaryKey: true };
  const User: Models['User'] = sequelize.define(
    'User',
    { id, name: DataTypes.TEXT, email: DataTypes.TEXT, plan: DataTypes.TEXT, country: DataTypes.TEXT },
    table('users'),
  );
  const Order: Models['Order'] = sequelize.define(
    'Order',
    { id, placed_on: DataTypes.DATEONLY, amount_cents: DataTypes.INTEGER, status: DataTypes.TEXT },
    table('orders'),
  );
  const Review = sequelize.define(
    'Review',
    { id, product_id: DataTypes.INTEGER, rating: DataTypes.INTEGER, body: DataTypes.TEXT },
    table('reviews'),
  );
  const LibraryRow: Models['LibraryRow'] = sequelize.define(
    'LibraryRow',
    { id, user_id: DataTypes.INTEGER, body: DataTypes.TEXT },
    table('library_rows'),
  );
  User.hasMany(Order, { as: 'orders', foreignKey: 'user_id' });
  User.hasMany(Review, { as: 'reviews', foreignKey: 'user_id' });
  Order.belongsTo(User, { foreignKey: 'user_id' });
  Review.belongsTo(User, { foreignKey: 'user_id' });
  return { User, Order, LibraryRow };
}
