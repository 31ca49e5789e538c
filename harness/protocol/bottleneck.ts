/** What held the capacity of a cell back, from how busy each part kept its core. Pure. */
import type { Cell, Sample } from '../results/schema.ts';
import { mean } from '../stats/quantiles.ts';

type Core = NonNullable<Sample['busy']>[number];
type Part = keyof Core;

/** A core this busy has nothing left to give: scheduling and the edges of the window take the rest. */
const FULL = 0.9;

/** Undefined for a cell without capacity trials. */
export function bottleneckOf(samples: Sample[]): Cell['bottleneck'] {
  const trials = samples.flatMap(({ busy }) => (busy === undefined ? [] : [busy]));
  if (trials.length === 0) return undefined;
  const cores = averageCores(trials);
  const busiest = cores.reduce((one, other) => (total(other) > total(one) ? other : one));
  return { part: total(busiest) < FULL ? 'none' : biggestUser(busiest), detail: cores.map(inWords).join('; ') };
}

/** Every trial of a run has the same cores with the same parts. */
function averageCores(trials: Core[][]): Core[] {
  return (trials[0] ?? []).map((core, index) => {
    const share = (part: Part) => mean(trials.map((cores) => cores[index]?.[part] ?? 0));
    return Object.fromEntries(partsOf(core).map((part) => [part, share(part)]));
  });
}

const partsOf = (core: Core) => Object.keys(core) as Part[];
const total = (core: Core) => partsOf(core).reduce((sum, part) => sum + (core[part] ?? 0), 0);

function biggestUser(core: Core): Part {
  return partsOf(core).reduce((one, other) => ((core[other] ?? 0) > (core[one] ?? 0) ? other : one));
}

/** e.g. "service 97 % of its core", "database 41 % and driver 55 % of theirs". */
function inWords(core: Core): string {
  const shares = partsOf(core).map((part) => `${part} ${Math.round((core[part] ?? 0) * 100)} %`);
  return `${shares.join(' and ')} of ${shares.length === 1 ? 'its' : 'their'} core`;
}
