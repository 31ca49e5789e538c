/** Entry of a thread that does one job, and sends its result. */
import { parentPort, workerData } from 'node:worker_threads';
import { die, report } from './jobs.ts';

parentPort?.postMessage(workerData.job === 'die' ? die() : report(workerData.size));
