/** Batches whose answers lack some items: not looked at, asked for again as a whole, or only what is missing. */
import { askBatch, begin, counts, type Detail, idsTo } from './upstream.ts';

const USERS = 500;
const BATCH = 100;
const TRIES = 4;
/** Two items in a hundred. */
const DROP_RATE = 0.02;

type Ask = (ids: number[]) => Promise<Detail[]>;

const once: Ask = askBatch;

const allAgain: Ask = async (ids) => {
  for (let left = TRIES; ; left--) {
    const details = await askBatch(ids);
    if (details.length === ids.length || left === 1) return details;
  }
};

const missingAgain: Ask = async (ids) => {
  const found = new Map<number, Detail>();
  for (let left = TRIES, missing = ids; missing.length > 0 && left > 0; left--) {
    for (const detail of await askBatch(missing)) found.set(detail.id, detail);
    missing = ids.filter((id) => !found.has(id));
  }
  return [...found.values()];
};

async function serve(name: string, ask: Ask) {
  await begin({ dropRate: DROP_RATE });
  let enriched = 0;
  const ids = idsTo(USERS);
  // One batch after the other, so that the same items are left out each time.
  for (let first = 0; first < USERS; first += BATCH) enriched += (await ask(ids.slice(first, first + BATCH))).length;
  const { batch } = await counts();
  return { case: name, users: USERS, calls: batch.calls, items: batch.items, missing: USERS - enriched };
}

const cases = [
  await serve('the answer taken as it is', once),
  await serve(`the whole batch again, ${TRIES} times at most`, allAgain),
  await serve(`what is missing again, ${TRIES} times at most`, missingAgain),
];
console.log(JSON.stringify(cases));
