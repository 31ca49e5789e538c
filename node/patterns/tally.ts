/** Sums over the lines of a sales file: id,plan,amount_cents,day,city. */
import { Problem } from '../problems.ts';

// id, plan, amount_cents; day and city only have to be there. A \r at the end of the line counts to the city.
const LINE = /^([0-9]{1,9}),([^,]*),([0-9]{1,9}),[^,]*,[^,]*$/;
export const ID_MODULUS = 65_521;
export const CHECKSUM_MODULUS = 2_147_483_647;

export interface PlanSums {
  rows: number;
  amount_cents: number;
}

export interface FileSums extends PlanSums {
  plans: ({ plan: string } & PlanSums)[];
  checksum: number;
}

/** Takes lines one at a time and keeps only the sums, so that its memory does not grow with the file. */
export class Tally {
  #rows = 0;
  #amountCents = 0;
  #checksum = 0;
  readonly #plans = new Map<string, PlanSums>();

  /** Adds one line, without its \n. Throws Problem invalid-request that names the line when it is malformed. */
  add(line: string): void {
    const found = LINE.exec(line);
    if (found === null) throw malformedLine(this.#rows + 1);
    const [, id, plan, amount] = found as unknown as [string, string, string, string];
    const amountCents = Number(amount);
    let sums = this.#plans.get(plan);
    if (sums === undefined) {
      sums = { rows: 0, amount_cents: 0 };
      this.#plans.set(plan, sums);
    }
    sums.rows++;
    sums.amount_cents += amountCents;
    this.#rows++;
    this.#amountCents += amountCents;
    this.#checksum = (this.#checksum * 31 + (Number(id) % ID_MODULUS) + amountCents) % CHECKSUM_MODULUS;
  }

  sums(): FileSums {
    return {
      rows: this.#rows,
      amount_cents: this.#amountCents,
      plans: plansInOrder(this.#plans),
      checksum: this.#checksum,
    };
  }
}

/** @param line from 1 on. */
export function malformedLine(line: number): Problem {
  return new Problem('invalid-request', `line ${line} is not id,plan,amount_cents,day,city`, 'file');
}

export function plansInOrder(plans: ReadonlyMap<string, PlanSums>): FileSums['plans'] {
  return [...plans].map(([plan, sums]) => ({ plan, ...sums })).sort(byCodePoint);
}

/** JavaScript compares UTF-16 units, Python code points; UTF-8 bytes sort like code points. */
function byCodePoint(a: { plan: string }, b: { plan: string }): number {
  return Buffer.compare(Buffer.from(a.plan), Buffer.from(b.plan));
}
