/** What is asked of the libraries of a field, as requests to their processes. */
import type { HttpRequest } from '../load/client.ts';
import type { FieldName, OperationName } from '../results/library-names.ts';

export interface Operation {
  name: OperationName;
  /**
   * The nth request, from 0 on: it is about another user, order or row than the one before. Rows of the same `n` can be inserted
   * once; emptyRows() of library-tables.ts takes them away again.
   */
  request(n: number): HttpRequest;
  /** What is answered when it went well. */
  status: 200 | 204;
}

/** Users of the dataset: ids from 1 on. */
const USERS = 10_000;
/** Far fewer than the dataset has of orders. */
const PAIRS = 10_000;
export const ROWS = 100;
/** Two calls of 100 users each. */
export const ENRICHED_USERS = 200;
/** A report that the fixtures have the answer of. */
export const REPORT_SIZE = 1_000;

/** Every user comes up before one comes up again, and neighbours lie far apart: 7,919 and 10,000 have no common divisor. */
const userOf = (n: number) => 1 + ((n * 7_919) % USERS);

const reading: Operation = {
  name: 'read',
  request: (n) => ({ method: 'GET', path: `/users/${userOf(n)}` }),
  status: 200,
};

/** @param file the name of the file that is summed, in FILES_DIR. @param size orders of a report. */
export function operationsOf(
  field: FieldName,
  { file, size = REPORT_SIZE }: { file: string; size?: number },
): Operation[] {
  switch (field) {
    case 'database':
      return [
        reading,
        { name: 'profile', request: (n) => ({ method: 'GET', path: `/profiles/${userOf(n)}` }), status: 200 },
        {
          name: 'transfer',
          request: (n) => ({ method: 'POST', path: '/transfers', body: transferOf(n) }),
          status: 204,
        },
        {
          name: 'insert',
          request: (n) => ({ method: 'POST', path: '/rows', body: { first_id: 1 + n * ROWS, count: ROWS } }),
          status: 200,
        },
      ];
    case 'batching':
      return [
        {
          name: 'enrich',
          request: () => ({ method: 'POST', path: '/batching', body: { users: ENRICHED_USERS } }),
          status: 200,
        },
      ];
    case 'streaming':
      return [
        { name: 'summarize', request: () => ({ method: 'POST', path: '/streaming', body: { file } }), status: 200 },
      ];
    case 'workers':
      return [{ name: 'report', request: () => ({ method: 'POST', path: '/workers', body: { size } }), status: 200 }];
    case 'serving':
      return [{ name: 'light', request: () => ({ method: 'GET', path: '/light' }), status: 200 }, reading];
  }
}

/** The operation of a field that has this name. @param asked as operationsOf takes it: only streaming needs it. */
export const operationNamed = (
  field: FieldName,
  name: OperationName,
  asked: { file: string; size?: number } = { file: '' },
) => operationsOf(field, asked).find((one) => one.name === name) as Operation;

/** Between two orders that no other transfer touches, and always from the first to the second: none waits for another's lock. */
export function transferOf(n: number): { from: number; to: number; cents: number } {
  const from = 1 + 2 * (n % PAIRS);
  return { from, to: from + 1, cents: 1 };
}
