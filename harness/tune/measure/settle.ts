/** The answer of a search beside the pools that people have: what is measured for that, and for how long. */
import { connectionsOf, type PoolSetting, type Unseen } from '../../results/tune.ts';
import type { SearchResult } from '../search/next-setting.ts';
import { alternativesOf } from './alternatives.ts';
import { openedBy, plainSetting } from './bench.ts';
import { compareWithOthers } from './compare-with-others.ts';
import { leastExploringMs, measuredAfterMs, planExploring, roundMs, timeLeft } from './time-plan.ts';
import type { Tuning } from './tuning.ts';
import { measureAfter, type Verified, verify } from './verify.ts';
import type { Warm } from './warm.ts';

/** The answer of the search beside the pools that people have, and what follows where one of them is faster. */
export async function settle(searched: SearchResult, warm: Warm, tuning: Tuning): Promise<SearchResult> {
  const { time, results, bounds, bench, say } = tuning;
  const noise = results.standard?.noise ?? 0;
  const predicted = results.prediction?.connections ?? searched.connections;
  const { verifyMs } = planExploring(time.windowMs, timeLeft(tuning.deadlineMs));
  const { found, compared, revision } = await compareWithOthers(
    searched,
    { noise, ceiling: bounds.ceiling, predicted },
    {
      compare: (connections) => prove(plainSetting(connections), { windowMs: verifyMs, noise }, warm, tuning),
      async measureAfter(connections, rounds) {
        if (timeToCompare(tuning) < measuredAfterMs(verifyMs, rounds.windows.length)) return undefined;
        say(`${connections} connections in the same rounds: fewer than the faster pool may do`);
        await warm.end();
        return await measureAfter(plainSetting(connections), rounds, bench);
      },
    },
  );
  tuning.found(revision === undefined ? compared : { ...compared, revision });
  return found;
}

interface Rounds {
  windowMs: number;
  noise: number;
}

/** The recommendation beside the pools that people have. */
async function prove(setting: PoolSetting, { windowMs, noise }: Rounds, warm: Warm, tuning: Tuning): Promise<Verified> {
  const { bench, bounds, found, say, results } = tuning;
  say(`the recommendation (${connectionsOf(setting)} connections) beside others, in turn`);
  const { most } = bounds;
  const all = alternativesOf(bench.subject, setting);
  const alternatives = all.filter((alternative) => openedBy(alternative.setting, bench) <= most);
  const unseen = all
    .filter((alternative) => !alternatives.includes(alternative))
    .map(({ alternative }): Unseen => ({ code: 'alternative', alternative, connections: most }));
  found({ unseen: [...results.unseen, ...unseen] });
  // What a round shows is of use while there is time to measure what lies between.
  const neededMs = (rounds: number) =>
    roundMs(windowMs, 1 + alternatives.length) + measuredAfterMs(windowMs, rounds + 1);
  const verified = await verify(
    {
      ...{ recommended: setting, alternatives, windowMs, most, noise, keep: (own) => warm.keep(own) },
      hasTime: (rounds) => neededMs(rounds) < timeToCompare(tuning),
    },
    bench,
  );
  found({ recommended: verified.recommended, comparisons: verified.comparisons });
  return verified;
}

/** What is left for the comparison where exploring is as short as it may be. */
const timeToCompare = (tuning: Tuning): number => timeLeft(tuning.deadlineMs) - leastExploringMs(tuning.time.windowMs);
