/** What is tuned in tests: a service of duet in either form, and one of a reader's. */
import type { TuneSubject } from '../../results/tune.ts';

export const NODE: TuneSubject = { kind: 'own', stack: 'node', form: 'async', workload: 'slow' };
export const DEF: TuneSubject = { kind: 'own', stack: 'python', form: 'def', workload: 'slow' };
export const COMMAND: TuneSubject & { kind: 'command' } = {
  kind: 'command',
  command: 'serve --port {port} --pool {pool_size}',
  env: { MAX_OVERFLOW: '{max_overflow}', WAIT_S: '{pool_timeout_s}', MODE: 'production' },
  request: 'GET /orders/7',
};
