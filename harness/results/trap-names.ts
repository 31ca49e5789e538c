/** The names of all demonstrations, by pattern and in the order in which they are run. */
import type { PatternName } from './names.ts';

export const TRAPS = {
  parallel: ['shared-client', 'one-pipeline', 'left-running', 'fan-out', 'saturated'],
  streaming: ['string-limit', 'line-ends', 'cut-characters', 'stream-error', 'ignored-backpressure'],
  workers: ['gil', 'copied-buffer', 'broken-pool', 'does-not-cross'],
  batching: ['by-index', 'partial-failure', 'batch-limit', 'retry-after', 'unbounded'],
  pooling: [
    'engine-per-request',
    'too-many-clients',
    'held-connection',
    'nested-checkout',
    'threads',
    'session-dependency',
    'plain-sql',
    'stale-connections',
    'fork',
    'transaction-pooling',
    'lazy-opening',
    'overflow-churn',
    'overtaken',
    'round-trips',
    'idle-order',
    'waiting',
    'unlimited',
    'renewal',
  ],
} as const satisfies Record<PatternName, readonly string[]>;

export type TrapName<Pattern extends keyof typeof TRAPS = keyof typeof TRAPS> = (typeof TRAPS)[Pattern][number];

export const TRAP_NAMES: readonly TrapName[] = Object.values(TRAPS).flat();
