/** A thread of Node itself, started for each job; how many there are at once has no bound. */
import { Worker } from 'node:worker_threads';
import type { RevenueReport, WorkersModule } from '../library.ts';

export const packages: string[] = [];

const WORKER = new URL('./worker-threads-worker.ts', import.meta.url);

/** What its documentation shows: a thread that ends without a word rejects. */
function run<Result>(job: string, size?: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: { job, size } });
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code !== 0) reject(new Error(`Worker stopped with exit code ${code}`));
    });
  });
}

export const open: WorkersModule['open'] = async () => ({
  report: (size) => run<RevenueReport>('report', size),
  die: () => run('die'),
  close: async () => {}, // each thread ends with its job
});
