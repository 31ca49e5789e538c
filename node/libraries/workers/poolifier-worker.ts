/** Entry of a thread of poolifier. */
import { ThreadWorker } from 'poolifier';
import type { RevenueReport } from '../library.ts';
import { die, report } from './jobs.ts';

export default new ThreadWorker<number, RevenueReport>({
  report: (size = 1) => report(size),
  die: () => die(),
});
