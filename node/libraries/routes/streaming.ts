/** POST /streaming {file}: rows and sums per plan of a file of FILES_DIR, which is asked for by its name. */
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { frame, listen } from '../frame.ts';
import type { Start, StreamingModule } from '../library.ts';
import { required } from '../settings.ts';

export const start: Start<StreamingModule> = async (library, settings, health) => {
  const filesDir = required(settings, 'filesDir');
  const streaming = await library.open();
  const app = frame(health);

  app.post<{ Body: { file: string } }>('/streaming', async ({ body }, reply) => {
    const path = join(filesDir, basename(body.file));
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
      return reply.code(404).send({ error: 'UnknownFile', message: `there is no file ${body.file}` });
    }
    return streaming.summarize(path);
  });
  return listen(app, settings.port);
};
