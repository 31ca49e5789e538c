/** Answers of a batch that are matched by their place in it, and by their id. */
import { askBatch, begin, type Detail, idsTo, type Model } from './upstream.ts';

const USERS = 100;
const ids = idsTo(USERS);

type Match = (details: Detail[]) => (Detail | undefined)[];

const byIndex: Match = (details) => ids.map((_, index) => details[index]);

const byId: Match = (details) => {
  const found = new Map(details.map((detail) => [detail.id, detail]));
  return ids.map((id) => found.get(id));
};

async function serve(name: string, model: Model, match: Match) {
  await begin(model);
  const matched = match(await askBatch(ids));
  return {
    case: name,
    users: USERS,
    wrong: ids.filter((id, index) => (matched[index]?.id ?? id) !== id).length,
    missing: matched.filter((detail) => detail === undefined).length,
  };
}

const cases = [
  await serve('by index, answered in another order', { reorder: true }, byIndex),
  await serve('by index, some left out', { dropRate: 0.05 }, byIndex),
  await serve('by id, both', { reorder: true, dropRate: 0.05 }, byId),
];
console.log(JSON.stringify(cases));
