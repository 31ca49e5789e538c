/** More users than a service takes in one batch. */
import { askBatch, begin, type Detail, idsTo, Refusal } from './upstream.ts';

const USERS = 250;
const BATCH = 100;

/** Asks for these, by calls of a function that counts them. */
type Enrich = (ids: number[], ask: typeof askBatch) => Promise<Detail[]>;

const inOneCall: Enrich = (ids, ask) => ask(ids);

/** For a limit that is not known: halves what is refused. */
const halved: Enrich = async (ids, ask) => {
  try {
    return await ask(ids);
  } catch (error) {
    if (!(error instanceof Refusal) || ids.length === 1) throw error;
    const middle = Math.ceil(ids.length / 2);
    return [...(await halved(ids.slice(0, middle), ask)), ...(await halved(ids.slice(middle), ask))];
  }
};

const split: Enrich = async (ids, ask) => {
  const details: Detail[] = [];
  for (let first = 0; first < ids.length; first += BATCH) details.push(...(await ask(ids.slice(first, first + BATCH))));
  return details;
};

async function serve(name: string, enrich: Enrich) {
  await begin({});
  let calls = 0;
  const refusals: string[] = [];
  const ask: typeof askBatch = (ids) => {
    calls++;
    return askBatch(ids).catch((error: Error) => {
      refusals.push(error.message);
      throw error;
    });
  };
  const details = await enrich(idsTo(USERS), ask).catch(() => []);
  const said = refusals[0] === undefined ? {} : { said: refusals[0] };
  return { case: name, users: USERS, calls, refused: refusals.length, answered: details.length, ...said };
}

const cases = [
  await serve('all in one call', inOneCall),
  await serve('halved when refused', halved),
  await serve(`batches of ${BATCH}`, split),
];
console.log(JSON.stringify(cases));
