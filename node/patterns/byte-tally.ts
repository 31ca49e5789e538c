/** The sums of tally.ts, taken from the bytes of a sales file: no line becomes a string. */
import { CHECKSUM_MODULUS, type FileSums, ID_MODULUS, malformedLine, plansInOrder } from './tally.ts';

export const NEWLINE = 0x0a;
const COMMA = 0x2c;
const ZERO = 0x30;
const NINE = 0x39;
/** As many as the regular expression of tally.ts allows. */
const MOST_DIGITS = 9;

/**
 * The rows and the cents of a plan. Not an object: once its sum no longer fits into 31 bits V8 would store it in another way,
 * and compile all that touches it anew, in the middle of the file.
 */
type Sums = Float64Array;
const ROWS = 0;
const CENTS = 1;

/** A plan as the file spells it. Several spellings may read as one plan, for what is not UTF-8 reads as U+FFFD. */
interface Spelling {
  bytes: Uint8Array;
  sums: Sums;
  /** Another one with the same hash. */
  next: Spelling | undefined;
}

/** Takes any number of whole lines at a time and keeps only the sums, so that its memory does not grow with the file. */
export class ByteTally {
  #checksum = 0;
  readonly #plans = new Map<string, Sums>();
  readonly #spellings = new Map<number, Spelling>();

  /**
   * Adds the lines before `end`, each of which ends in \n: a field that is sought always ends there at the latest. In UTF-8 no
   * part of a longer character is a comma, a digit or a \n. Throws Problem invalid-request that names a malformed line.
   */
  add(bytes: Buffer, end: number): void {
    let at = 0;
    let checksum = this.#checksum;
    while (at < end) {
      const idStart = at;
      let id = 0;
      for (; isDigit(bytes[at] as number); at++) id = id * 10 + (bytes[at] as number) - ZERO;
      const idDigits = at - idStart;
      if (bytes[at++] !== COMMA) throw this.#malformed();
      const planStart = at;
      const planEnd = fieldEnd(bytes, at);
      at = planEnd;
      if (bytes[at++] !== COMMA) throw this.#malformed();
      const amountStart = at;
      let amountCents = 0;
      for (; isDigit(bytes[at] as number); at++) amountCents = amountCents * 10 + (bytes[at] as number) - ZERO;
      const amountDigits = at - amountStart;
      if (bytes[at++] !== COMMA || !isLength(idDigits) || !isLength(amountDigits)) throw this.#malformed();
      at = fieldEnd(bytes, at);
      if (bytes[at++] !== COMMA) throw this.#malformed();
      at = fieldEnd(bytes, at);
      if (bytes[at++] !== NEWLINE) throw this.#malformed();

      const sums = this.#sumsOf(bytes, planStart, planEnd);
      (sums[ROWS] as number)++;
      (sums[CENTS] as number) += amountCents;
      checksum = (checksum * 31 + (id % ID_MODULUS) + amountCents) % CHECKSUM_MODULUS;
    }
    this.#checksum = checksum;
  }

  sums(): FileSums {
    const plans = new Map(
      [...this.#plans].map(([plan, [rows = 0, cents = 0]]) => [plan, { rows, amount_cents: cents }]),
    );
    return {
      rows: this.#total(ROWS),
      amount_cents: this.#total(CENTS),
      plans: plansInOrder(plans),
      checksum: this.#checksum,
    };
  }

  #total(of: number): number {
    return [...this.#plans.values()].reduce((total, sums) => total + (sums[of] as number), 0);
  }

  #malformed() {
    return malformedLine(this.#total(ROWS) + 1);
  }

  #sumsOf(bytes: Buffer, start: number, end: number): Sums {
    let hash = 0;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
    const first = this.#spellings.get(hash);
    for (let known = first; known !== undefined; known = known.next) {
      if (isSpelt(known, bytes, start, end)) return known.sums;
    }
    const plan = bytes.toString('utf8', start, end);
    const sums = this.#plans.get(plan) ?? new Float64Array(2);
    this.#plans.set(plan, sums);
    this.#spellings.set(hash, { bytes: Uint8Array.from(bytes.subarray(start, end)), sums, next: first });
    return sums;
  }
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;

const isLength = (digits: number): boolean => digits >= 1 && digits <= MOST_DIGITS;

/** Where the field ends that `at` lies in: at a comma, or at the end of its line. */
function fieldEnd(bytes: Buffer, at: number): number {
  let end = at;
  while (bytes[end] !== COMMA && bytes[end] !== NEWLINE) end++;
  return end;
}

function isSpelt(known: Spelling, bytes: Buffer, start: number, end: number): boolean {
  const { length } = known.bytes;
  if (length !== end - start) return false;
  for (let at = 0; at < length; at++) if (known.bytes[at] !== bytes[start + at]) return false;
  return true;
}
