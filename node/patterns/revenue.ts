/**
 * The CPU-bound report of the workers pattern: revenue per cohort and month over generated orders.
 * Integers only, so that every language gives the same answer: all products and sums stay below 2^53.
 */

/** Lehmer generator with the MINSTD multiplier of Park, Miller and Stockmeyer (1993): x * 48271 mod 2^31 - 1. */
const MULTIPLIER = 48_271;
const MODULUS = 2_147_483_647;
const SEED = 20_240_229;
/** Cohorts, and months since joining. */
const MONTHS = 12;

export interface RevenueReport {
  size: number;
  orders: number;
  revenue_cents: number;
  /** by_month is revenue in cents per month since joining. */
  cohorts: { cohort: number; orders: number; revenue_cents: number; by_month: number[] }[];
  checksum: number;
  /** How long the computation itself took. */
  busy_ms: number;
}

/** The report over `size` orders; takes time in proportion to it. */
export function revenueReport(size: number): RevenueReport {
  const started = performance.now();
  const orders = new Array<number>(MONTHS).fill(0);
  const cells = new Array<number>(MONTHS * MONTHS).fill(0);
  let x = SEED;
  let checksum = 0;
  for (let order = 0; order < size; order++) {
    x = (x * MULTIPLIER) % MODULUS;
    const cohort = x % MONTHS;
    x = (x * MULTIPLIER) % MODULUS;
    const cell = cohort * MONTHS + (x % MONTHS);
    x = (x * MULTIPLIER) % MODULUS;
    const amountCents = 100 + (x % 50_000);
    (orders[cohort] as number)++;
    (cells[cell] as number) += amountCents;
    checksum = (checksum * 31 + cell + amountCents) % MODULUS;
  }
  const cohorts = orders.map((count, cohort) => {
    const byMonth = cells.slice(cohort * MONTHS, (cohort + 1) * MONTHS);
    return { cohort, orders: count, revenue_cents: sum(byMonth), by_month: byMonth };
  });
  return {
    size,
    orders: sum(orders),
    revenue_cents: sum(cells),
    cohorts,
    checksum,
    busy_ms: performance.now() - started,
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
