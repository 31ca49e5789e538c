/** Entry of a worker of workerpool. */
import workerpool from 'workerpool';
import { die, report } from './jobs.ts';

workerpool.worker({ report, die });
