/** Entry of a worker thread that makes one report: the size comes in with its start, the report goes out as a message. */
import { parentPort, workerData } from 'node:worker_threads';
import { revenueReport } from './revenue.ts';

parentPort?.postMessage(revenueReport(workerData));
