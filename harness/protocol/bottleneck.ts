/** What held the capacity of a cell back, from how busy each part kept its core. Pure. */
import type { Cell, CoreShares, Sample } from '../results/schema.ts';
import { mean } from '../stats/quantiles.ts';

type Part = keyof CoreShares;

/** A core this busy has nothing left to give: scheduling and the edges of the window take the rest. */
const FULL = 0.9;

/** Undefined for a cell without capacity trials. */
export function bottleneckOf(samples: Sample[]): Cell['bottleneck'] {
  const trials = samples.flatMap(({ busy }) => (busy === undefined ? [] : [busy]));
  if (trials.length === 0) return undefined;
  const cores = averageCores(trials);
  const busiest = cores.reduce((one, other) => (total(other) > total(one) ? other : one));
  return { part: total(busiest) < FULL ? 'none' : biggestUser(busiest), cores };
}

/** Every trial of a run has the same cores with the same parts. */
function averageCores(trials: CoreShares[][]): CoreShares[] {
  return (trials[0] ?? []).map((core, index) => {
    const share = (part: Part) => mean(trials.map((cores) => cores[index]?.[part] ?? 0));
    return Object.fromEntries(partsOf(core).map((part) => [part, share(part)]));
  });
}

const partsOf = (core: CoreShares) => Object.keys(core) as Part[];
const total = (core: CoreShares) => partsOf(core).reduce((sum, part) => sum + (core[part] ?? 0), 0);

function biggestUser(core: CoreShares): Part {
  return partsOf(core).reduce((one, other) => ((core[other] ?? 0) > (core[one] ?? 0) ? other : one));
}
