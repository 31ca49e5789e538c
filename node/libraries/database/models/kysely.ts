/** The columns of the tables, as Kysely is told them. */
import type { Order, Review, Row, User } from '../../library.ts';

export interface Tables {
  'duet.users': User;
  'duet.orders': Order & { user_id: number };
  'duet.reviews': Review & { user_id: number };
  'duet.library_rows': Row;
}
