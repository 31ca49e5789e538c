import { expect, test } from 'vitest';
import { explainLostDatabase } from './database-errors.ts';

const errorWith = (message: string, more: object = {}) => Object.assign(new Error(message), more);

test.each([
  ['whose administrator ends it', errorWith('terminating connection', { code: '57P01', severity: 'FATAL' })],
  ['that is not up yet', errorWith('the database system is starting up', { code: '57P03' })],
  ['whose connection breaks', errorWith('Connection terminated unexpectedly')],
  ['that says nothing', errorWith('Query read timeout')],
  ['where nobody listens', errorWith('connect ECONNREFUSED 127.0.0.1:1', { code: 'ECONNREFUSED', syscall: 'connect' })],
  ['none of whose hosts can be reached', new AggregateError([errorWith('timeout expired')], 'timeout expired')],
])('a PostgreSQL %s is lost', (_, error) => {
  expect(explainLostDatabase(error, { phase: 'tuning' })).toMatchObject({
    ...{ exitCode: 4, where: { phase: 'tuning' }, cause: error },
    message: `PostgreSQL has gone, or does not answer any more: ${error.message}`,
    hint: expect.stringContaining('DATABASE_URL'),
  });
});

test.each([
  ['refuses a statement', errorWith('permission denied', { code: '42501' })],
  ['is asked for a file', errorWith('EPIPE', { code: 'EPIPE' })],
  ['is not concerned', 'timeout expired'],
])('one that %s is not', (_, error) => {
  expect(explainLostDatabase(error)).toBeUndefined();
});
