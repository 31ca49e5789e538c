/** A thousand calls that begin at the same time, and a few at a time. */
import { Agent, request } from 'undici';
import { begin, counts, idsTo } from './upstream.ts';

const CALLS = 1_000;
const BOUND = 50;

type Call = (id: number) => Promise<void>;

const allAtOnce = async (call: Call) => void (await Promise.all(idsTo(CALLS).map(call)));

/** So many workers take the next id from one iterator until there is none. */
async function bounded(call: Call): Promise<void> {
  const ids = idsTo(CALLS).values();
  await Promise.all(
    Array.from({ length: BOUND }, async () => {
      for (const id of ids) await call(id);
    }),
  );
}

async function serve(name: string, enrich: (call: Call) => Promise<void>, connections: number | null = null) {
  await begin({ baseMs: 50 });
  await using resources = new AsyncDisposableStack();
  const dispatcher = new Agent({ connections });
  resources.defer(() => dispatcher.close());
  let opened = 0;
  dispatcher.on('connect', () => opened++);
  const errors: string[] = [];
  const call: Call = async (id) => {
    try {
      const { body } = await request(`${process.env.UPSTREAM_URL}/details/${id}`, { dispatcher });
      await body.dump();
    } catch (error) {
      errors.push(String((error as Error).message));
    }
  };
  const started = performance.now();
  await enrich(call);
  const tookMs = performance.now() - started;
  const { atOnce } = await counts();
  const said = errors[0] === undefined ? {} : { said: errors[0] };
  return { case: name, calls: CALLS, at_once: atOnce, opened, failed: errors.length, took_ms: tookMs, ...said };
}

const cases = [
  await serve('Promise.all over all', allAtOnce),
  await serve(`Promise.all over all, a client with ${BOUND} connections`, allAtOnce, BOUND),
  await serve(`${BOUND} at a time`, bounded),
];
console.log(JSON.stringify(cases));
