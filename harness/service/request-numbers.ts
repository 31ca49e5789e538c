/**
 * The numbers and UUIDs of the requests of a run: what `{n}` and `{uuid}` stand for.
 *
 * No number comes twice in a database, so that it can be a primary key. Numbers begin far beyond the ids that a table
 * usually has, and stay below what an `integer` of PostgreSQL holds (2,147,483,647).
 *
 * A diff asks two sides. Where each has a database of its own, both get the same numbers, drawn from the seed of the
 * run: the k-th request of a name has the same number and the same UUID on both, so their answers can be compared, and
 * the same seed asks for the same again. Where both write into one database they share the numbers out, and begin at
 * random, because the rows of earlier runs are still there.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { below, type Random, seededRandom } from '../stats/random.ts';
import type { Taken } from './prepared.ts';

/** The numbers `first`, `first + step`, `first + 2 × step` … */
export interface Numbering {
  readonly first: number;
  readonly step: number;
  /** The seed of the UUIDs; without one they are random. */
  readonly seed?: number;
}

/** The numbers of one request. All its placeholders of a kind have one value. */
export interface RequestNumbers {
  /** Its place in its load, from 0: the same for every setting and side. */
  readonly inLoad: number;
  /** What no other request of this run has in this database. */
  readonly unique: number;
  readonly uuid: string;
  /** What the answer to the first request gave, by the names of the placeholders. */
  readonly taken: Taken;
}

const LEAST_FIRST = 1_000_000_000;
/** Leaves more numbers below 2^31 than any run sends requests. */
const MOST_FIRST = 1_900_000_000;
const NOTHING_TAKEN: Taken = {};

/** Begins where no other run is likely to have begun. */
export const numberingAtRandom = (): Numbering => ({ first: randomInt(LEAST_FIRST, MOST_FIRST), step: 1 });

/** The same numbers for the same seed. */
const seededNumbering = (seed: number): Numbering => ({
  first: LEAST_FIRST + below(seededRandom(seed), MOST_FIRST - LEAST_FIRST),
  step: 1,
  seed,
});

/** Numberings that have no number in common, and together those of this one. */
export const shareOut = ({ first, step, seed }: Numbering, among: number): Numbering[] =>
  Array.from({ length: among }, (_, at) => ({
    first: first + at * step,
    step: step * among,
    ...(seed === undefined ? {} : { seed: seed + at }),
  }));

/** What the requests of base and head are numbered with. */
export function numberingsOfSides(seed: number, eachHasItsDatabase: boolean): { base: Numbering; head: Numbering } {
  if (eachHasItsDatabase) return { base: seededNumbering(seed), head: seededNumbering(seed) };
  const [base, head] = shareOut(numberingAtRandom(), 2) as [Numbering, Numbering];
  return { base, head };
}

/** The numbers of the requests of a run, asked for with their places in their loads. */
export function numberRequests(
  { first, step, seed }: Numbering = numberingAtRandom(),
): (inLoad: number, taken?: Taken) => RequestNumbers {
  const nextUuid = seed === undefined ? () => randomUUID() : seededUuids(seededRandom(seed));
  let next = first;
  return (inLoad, taken = NOTHING_TAKEN) => {
    const unique = next;
    next += step;
    let uuid: string | undefined;
    return {
      inLoad,
      unique,
      taken,
      get uuid() {
        uuid ??= nextUuid();
        return uuid;
      },
    };
  };
}

/** RFC 9562, section 5.4: version 4, variant 10, and 122 bits that are drawn. */
function seededUuids(random: Random): () => string {
  return () => {
    const hex = Array.from({ length: 4 }, () => random.uint32().toString(16).padStart(8, '0')).join('');
    const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
    const parts = [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      variant + hex.slice(17, 20),
      hex.slice(20),
    ];
    return parts.join('-');
  };
}
