/** What is asked of a database library: reading by key, a profile, a transaction, an insert, and a statement that sleeps. */
import type { FastifyInstance } from 'fastify';
import { frame, listen } from '../frame.ts';
import type { DatabaseModule, Row, Start } from '../library.ts';
import { required } from '../settings.ts';

interface Transfer {
  from: number;
  to: number;
  cents: number;
}
interface Rows {
  first_id: number;
  count: number;
}

export const start: Start<DatabaseModule> = async (library, settings, health) => {
  const database = await library.open(required(settings, 'databaseUrl'), settings.pool);
  const app: FastifyInstance = frame(health);
  app.addHook('onClose', () => database.close());

  app.get<{ Params: { id: string } }>('/users/:id', async ({ params }, reply) => {
    const user = await database.user(Number(params.id));
    return user ?? reply.code(404).send(unknownUser(params.id));
  });
  app.get<{ Params: { id: string } }>('/profiles/:id', async ({ params }, reply) => {
    const profile = await database.profile(Number(params.id));
    return profile ?? reply.code(404).send(unknownUser(params.id));
  });
  app.post<{ Body: Transfer }>('/transfers', async ({ body }, reply) => {
    await database.transfer(body.from, body.to, body.cents);
    return reply.code(204).send();
  });
  app.post<{ Body: Rows }>('/rows', async ({ body }) => {
    await database.insert(rows(body));
    return { inserted: body.count };
  });
  app.get<{ Querystring: { ms: string } }>('/sleep', async ({ query }, reply) => {
    await database.sleep(Number(query.ms) / 1_000);
    return reply.code(204).send();
  });
  return listen(app, settings.port);
};

function unknownUser(id: string) {
  return { error: 'UnknownUser', message: `there is no user ${id}` };
}

/** The same rows in both stacks, so that they have the same size. */
function rows({ first_id: firstId, count }: Rows): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const id = firstId + index;
    return { id, user_id: 1 + (id % 100), body: `row ${id}` };
  });
}
