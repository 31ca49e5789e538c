/** POST /workers {size}: the report of the contract, from a worker. POST /workers/die: what comes of a worker that exits. */
import { frame, listen } from '../frame.ts';
import type { Start, WorkersModule } from '../library.ts';

export const start: Start<WorkersModule> = async (library, settings, health) => {
  const workers = await library.open(settings.workers);
  const app = frame(health);
  app.addHook('onClose', () => workers.close());

  app.post<{ Body: { size: number } }>('/workers', async ({ body }) => workers.report(body.size));

  app.post('/workers/die', async () => ({ answer: (await workers.die()) ?? null }));
  return listen(app, settings.port);
};
