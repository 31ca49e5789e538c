/** Which guesses were far from what was found. */
import { type Guess, type Library, MOST_OFF, type Surprise } from '../results/libraries.ts';

/** In the order of the guesses. What was not found, because it was not counted or measured, surprises nobody. */
export function surprisesOf(
  guesses: readonly Guess[],
  library: Pick<Library, 'counts' | 'pool' | 'costs'>,
): Surprise[] {
  return guesses.flatMap((guess) => {
    const found = findFor(guess, library);
    return found !== undefined && isOff(guess.value, found) ? [{ guess, found }] : [];
  });
}

function findFor(
  { operation, of, when }: Guess,
  { counts, pool, costs }: Pick<Library, 'counts' | 'pool' | 'costs'>,
): number | undefined {
  switch (of) {
    // A pool without a bound opens as many as are asked for.
    case 'pool':
      return pool?.most ?? pool?.asked;
    case 'round_trips':
    case 'connections':
    case 'calls':
      return counts.find((one) => one.operation === operation && one.when === when)?.[of];
    default:
      return costs.find((one) => one.operation === operation && one.metric === of)?.ratio?.value;
  }
}

/** Nothing where something was expected, or the other way round, is off by any measure. */
function isOff(guessed: number, found: number): boolean {
  const [less, more] = [Math.min(guessed, found), Math.max(guessed, found)];
  return more > MOST_OFF * less;
}
