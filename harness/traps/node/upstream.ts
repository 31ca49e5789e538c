/** The other service of a demonstration: how it is to behave, what it is asked, and what it counted. */
const url = process.env.UPSTREAM_URL;
const steering = { authorization: `Bearer ${process.env.CONTROL_TOKEN}` };

/** What is not named is as in a service without faults or limits that answers after 5 ms. */
export interface Model {
  baseMs?: number;
  perItemMs?: number;
  /** Share of items that are left out of a batch's answer, the same ones each time. */
  dropRate?: number;
  /** Answer batches in another order. */
  reorder?: boolean;
  /** Calls per second; beyond it a call is refused with 429 and Retry-After. */
  rateLimit?: number;
}

export interface Detail {
  id: number;
}

/** A service that answered, but not with what it was asked for. */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** From now on it does this, and has counted nothing. */
export async function begin(model: Model): Promise<void> {
  await fetch(`${url}/model`, { method: 'PUT', ...json({ baseMs: 5, perItemMs: 0, ...model }, steering) });
  await fetch(`${url}/reset`, { method: 'POST', headers: steering });
}

/** @throws Refusal */
export async function askBatch(ids: readonly number[]): Promise<Detail[]> {
  const response = await fetch(`${url}/details:batch`, { method: 'POST', ...json({ ids }) });
  const answer = (await response.json()) as { details: Detail[]; error?: string };
  if (!response.ok) throw new Refusal(`HTTP ${response.status}: ${answer.error}`);
  return answer.details;
}

export const askOne = (id: number): Promise<Response> => fetch(`${url}/details/${id}`);

export interface Counts {
  single: { calls: number; items: number };
  batch: { calls: number; items: number };
  /** Calls that were refused with 429. */
  refused: number;
  /** Most calls that were under way at once. */
  atOnce: number;
}

export const counts = async () => (await (await fetch(`${url}/stats`, { headers: steering })).json()) as Counts;

/** From 1 to `last`. */
export const idsTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

const json = (body: unknown, more: Record<string, string> = {}) => ({
  headers: { 'content-type': 'application/json', ...more },
  body: JSON.stringify(body),
});
