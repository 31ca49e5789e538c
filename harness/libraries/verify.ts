/** Whether the process of a library gives the right answers: nothing of it is counted or measured before. */
import path from 'node:path';
import type pg from 'pg';
import type { HttpRequest } from '../load/client.ts';
import { firstDifference } from '../protocol/compare-answers.ts';
import type { Library } from '../results/libraries.ts';
import type { FieldName, OperationName } from '../results/library-names.ts';
import { ask, bodyOf, errorIn, wordForWord } from './ask.ts';
import { knownEnriched, knownProfile, knownReport, knownSums, knownUser } from './known-answers.ts';
import { ENRICHED_USERS, REPORT_SIZE, ROWS } from './operations.ts';

export interface Verifying {
  /** A session of ours past every proxy. */
  client: pg.Client;
  filesDir: string;
  /** The file that is summed. */
  file: string;
  signal: AbortSignal;
}

interface Check {
  operation: OperationName;
  request: HttpRequest;
  status: number;
  /** The answer that is right; absent where what was done is looked up instead. */
  known?: () => Promise<unknown>;
  /** What was done, beside what should have been. */
  done?: () => Promise<{ found: unknown; expected: unknown }>;
}

/** Users with 3 orders and 4 reviews, with 7 and 5, and with 5 and 1. */
const USERS = [1, 7_777, 10_000];
/** Far from the rows of the counts. */
const FIRST_ROW = 2_000_000_001;
const TRANSFER = { from: 11, to: 12, cents: 7 };
/** What may differ: how long it took, in how many calls, and what only some fields' answers have. */
const UNCOMPARED = new Set(['busy_ms', 'calls', 'checksum']);

/** The first operation with another answer, or none, if there is one. @throws what PostgreSQL says to our own session. */
export async function verifyAnswers(
  process: { url: string },
  field: FieldName,
  verifying: Verifying,
): Promise<Library['answers']> {
  for (const { operation, request, status, known, done } of await checksOf(field, verifying)) {
    const answer = await ask(process, request, verifying.signal).catch((error: Error) => error);
    if (answer instanceof Error) return { operation, error: wordForWord(answer.message) };
    if (answer.status !== status) return { operation, error: errorIn(answer) };
    const body = status === 204 ? undefined : bodyOf(answer);
    const pairs = [
      ...(known === undefined ? [] : [{ expected: await known(), found: body }]),
      ...(done === undefined ? [] : [await done()]),
    ];
    for (const { expected, found } of pairs) {
      const difference = firstDifference(expected, found, UNCOMPARED);
      if (difference !== undefined) return { operation, difference: wordedDifference(difference) };
    }
  }
  return 'equal';
}

/** e.g. "$.orders[0].placed_on: "2024-02-18", here "2024-02-17"". */
const wordedDifference = ({ path: place, left, right }: { path: string; left: unknown; right: unknown }) =>
  `${place}: ${JSON.stringify(left) ?? 'nothing'}, here ${JSON.stringify(right) ?? 'nothing'}`;

async function checksOf(field: FieldName, { client, filesDir, file }: Verifying): Promise<Check[]> {
  const get = (path: string): HttpRequest => ({ method: 'GET', path });
  const post = (path: string, body: unknown): HttpRequest => ({ method: 'POST', path, body });
  const reads = USERS.map(
    (id): Check => ({
      operation: 'read',
      request: get(`/users/${id}`),
      status: 200,
      known: () => knownUser(client, id),
    }),
  );
  switch (field) {
    case 'database':
      return [
        ...reads,
        { operation: 'read', request: get('/users/999999'), status: 404 },
        ...USERS.map(
          (id): Check => ({
            operation: 'profile',
            request: get(`/profiles/${id}`),
            status: 200,
            known: () => knownProfile(client, id),
          }),
        ),
        await transferCheck(client),
        {
          operation: 'insert',
          request: post('/rows', { first_id: FIRST_ROW, count: ROWS }),
          status: 200,
          known: async () => ({ inserted: ROWS }),
          done: () => insertedRows(client),
        },
      ];
    case 'batching':
      return [
        {
          operation: 'enrich',
          request: post('/batching', { users: ENRICHED_USERS }),
          status: 200,
          known: () => knownEnriched(client, ENRICHED_USERS),
        },
      ];
    case 'streaming':
      return [
        {
          operation: 'summarize',
          request: post('/streaming', { file }),
          status: 200,
          known: () => knownSums(path.join(filesDir, file)),
        },
      ];
    case 'workers':
      return [
        {
          operation: 'report',
          request: post('/workers', { size: REPORT_SIZE }),
          status: 200,
          known: async () => knownReport(),
        },
      ];
    case 'serving':
      return [{ operation: 'light', request: get('/light'), status: 200, known: async () => ({ ok: true }) }, ...reads];
  }
}

/** The amounts before it, and after it in PostgreSQL; then they are as they were. */
async function transferCheck(client: pg.Client): Promise<Check> {
  const { from, to, cents } = TRANSFER;
  const amounts = async (): Promise<number[]> => {
    const { rows } = await client.query(
      'SELECT amount_cents FROM duet.orders WHERE id = ANY($1) ORDER BY id = $2 DESC',
      [[from, to], from],
    );
    return rows.map(({ amount_cents }) => amount_cents);
  };
  const [before = 0, beforeTo = 0] = await amounts();
  return {
    operation: 'transfer',
    request: { method: 'POST', path: '/transfers', body: TRANSFER },
    status: 204,
    async done() {
      const found = await amounts();
      await client.query(
        'UPDATE duet.orders SET amount_cents = CASE id WHEN $1 THEN $3::integer ELSE $4::integer END WHERE id IN ($1, $2)',
        [from, to, before, beforeTo],
      );
      return { expected: [before - cents, beforeTo + cents], found };
    },
  };
}

/** As the processes make rows: of both stacks the same. They are taken away again. */
async function insertedRows(client: pg.Client) {
  const { rows: found } = await client.query(
    `WITH gone AS (DELETE FROM duet.library_rows WHERE id >= $1 RETURNING *)
     SELECT id, user_id, body FROM gone ORDER BY id`,
    [FIRST_ROW],
  );
  const expected = Array.from({ length: ROWS }, (_, index) => {
    const id = FIRST_ROW + index;
    return { id, user_id: 1 + (id % 100), body: `row ${id}` };
  });
  return { expected, found };
}
