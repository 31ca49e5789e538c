/** Connection pools: what people run into, and how QueuePool and pg.Pool behave where people guess. */
import type { TrapName } from '../results/trap-names.ts';
import { BOTH, firstHasMore, type TrapRule, valueAt, valuesOf } from './trap.ts';

const failure = { kind: 'failure', stacks: BOTH } as const;
const behaviour = { kind: 'behaviour', stacks: BOTH } as const;
const python = ['python'] as const;

export const pooling: Record<TrapName<'pooling'>, TrapRule> = {
  'engine-per-request': { ...failure, inTurn: true, isShown: firstHasMore('left') },
  'too-many-clients': { ...failure, inTurn: true, exhaustsServer: true, isShown: firstHasMore('refused') },
  'held-connection': { ...failure, inTurn: true, isShown: firstHasMore('held_ms') },
  'nested-checkout': { ...failure, isShown: firstHasMore('timed_out') },
  threads: {
    ...failure,
    stacks: python,
    isShown: (cases) =>
      valueAt(cases, 0, 'waiting') > 0 && valueAt(cases, 0, 'light_ms') > valueAt(cases, -1, 'light_ms'),
  },
  'session-dependency': { ...failure, stacks: python, isShown: firstHasMore('timed_out') },
  'plain-sql': {
    ...failure,
    stacks: python,
    isShown: (cases) => cases[0]?.said !== undefined && cases.at(-1)?.said === undefined,
  },
  'stale-connections': {
    ...failure,
    // A Node process that nobody told what to do with the error has ended before it could fail a request.
    isShown: (cases, stack) => firstHasMore(stack === 'node' ? 'exit_code' : 'failed')(cases, stack),
  },
  fork: {
    ...failure,
    stacks: python,
    isShown: (cases) => valueAt(cases, 0, 'backends') < valueAt(cases, 0, 'processes'),
  },
  'transaction-pooling': {
    ...failure,
    inTurn: true,
    needsPooler: true,
    isShown: (cases) => valuesOf(cases, 'wrong').some((wrong) => wrong > 0),
  },
  'lazy-opening': {
    ...behaviour,
    isShown: (cases) => {
      const [atStart, afterOne, afterMany] = valuesOf(cases, 'connections');
      return atStart === 0 && afterOne === 1 && afterMany !== undefined && afterMany > 1;
    },
  },
  'overflow-churn': { ...behaviour, stacks: python, isShown: firstHasMore('opened') },
  overtaken: {
    ...behaviour,
    isShown: (cases, stack) =>
      valuesOf(cases, 'overtaken').every((times) => (stack === 'python' ? times > 0 : times === 0)),
  },
  'round-trips': {
    ...behaviour,
    inTurn: true,
    // QueuePool against the same with AUTOCOMMIT; pg.Pool adds nothing to the SELECT.
    isShown: (cases, stack) =>
      stack === 'node'
        ? valueAt(cases, 1, 'round_trips') === 1
        : valueAt(cases, 2, 'round_trips') > valueAt(cases, 4, 'round_trips'),
  },
  'idle-order': {
    ...behaviour,
    isShown: (cases, stack) => valueAt(cases, -1, 'used') === 1 && (stack === 'node' || valueAt(cases, 0, 'used') > 1),
  },
  waiting: {
    ...behaviour,
    isShown: (cases, stack) => (stack === 'python') === (cases[0]?.said !== undefined),
  },
  unlimited: {
    ...behaviour,
    isShown: (cases, stack) =>
      cases.every((_, index) =>
        stack === 'node'
          ? valueAt(cases, index, 'open') < valueAt(cases, index, 'asked')
          : valueAt(cases, index, 'open') === valueAt(cases, index, 'asked'),
      ),
  },
  renewal: {
    ...behaviour,
    isShown: (cases) => valueAt(cases, 0, 'opened') === 1 && valueAt(cases, -1, 'opened') > 1,
  },
};
