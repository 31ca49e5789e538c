/** What a pool of workers does after one of them has ended in the middle of its task. */
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { Piscina } from 'piscina';

const TASKS = 5;
const WORKERS = 2;

/** What the workers are asked for. */
export default function task(n: number): number {
  if (n < 0) process.exit(1); // of a worker thread, only itself
  return n * n;
}

async function serve() {
  const pool = new Piscina<number, number>({
    filename: fileURLToPath(import.meta.url),
    minThreads: WORKERS,
    maxThreads: WORKERS,
  });
  const said = await pool.run(-1).then(
    () => undefined,
    (error: Error) => error.message,
  );
  const later = await Promise.allSettled(Array.from({ length: TASKS }, (_, n) => pool.run(n)));
  await pool.destroy();
  const failed = later.filter(({ status }) => status === 'rejected').length;
  const lost = said === undefined ? 'answered' : 'error';
  return { case: 'piscina, a worker that exits', lost, tasks: TASKS, failed, ...(said === undefined ? {} : { said }) };
}

if (isMainThread) console.log(JSON.stringify([await serve()]));
