/** The sums that are asked of a sales file: id,plan,amount_cents,day,city. */
import type { FileTotals } from './library.ts';

/** For libraries that give rows: takes them one at a time and keeps only the sums. */
export class PlanTotals {
  readonly #plans = new Map<string, { rows: number; amount_cents: number }>();
  #rows = 0;
  /** The first row that is not as it should be, from 1 on. */
  #malformed: number | undefined;

  add([, plan, amount]: readonly string[]): void {
    this.#rows++;
    const amountCents = Number(amount);
    if (plan === undefined || !Number.isInteger(amountCents)) {
      this.#malformed ??= this.#rows;
      return;
    }
    let sums = this.#plans.get(plan);
    if (sums === undefined) {
      sums = { rows: 0, amount_cents: 0 };
      this.#plans.set(plan, sums);
    }
    sums.rows++;
    sums.amount_cents += amountCents;
  }

  /** Throws where a row had too few fields, or an amount that is not a number. */
  totals(): FileTotals {
    if (this.#malformed !== undefined) throw new Error(`row ${this.#malformed} is not id,plan,amount_cents,day,city`);
    return totalsOf([...this.#plans].map(([plan, sums]) => ({ plan, ...sums })));
  }
}

/** For libraries that group by themselves. */
export function totalsOf(plans: FileTotals['plans']): FileTotals {
  return {
    rows: plans.reduce((total, { rows }) => total + rows, 0),
    amount_cents: plans.reduce((total, { amount_cents: cents }) => total + cents, 0),
    // UTF-8 bytes sort like code points, UTF-16 units do not.
    plans: plans.toSorted((a, b) => Buffer.compare(Buffer.from(a.plan), Buffer.from(b.plan))),
  };
}
