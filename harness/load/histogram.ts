/**
 * A latency histogram: HDR with 3 significant digits, in steps of 1 µs, from 1 µs to one hour, in 93 KiB whatever
 * it holds. Histograms of several trials add up to what one would have seen, which quantiles do not.
 *
 * hdr-histogram-js in its plain 32-bit form: 0.1 µs for each value, beside 14 µs or more for the request. Its
 * WebAssembly form saves half of that and has to be loaded asynchronously and freed by hand.
 */
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram as Hdr } from 'hdr-histogram-js';
import { HISTOGRAM_DIGITS } from '../results/schema.ts';

const HOUR_US = 3_600_000_000;
const inRangeUs = (ms: number): number => Math.min(Math.max(Math.round(ms * 1_000), 0), HOUR_US);

export class Histogram {
  readonly #hdr: Hdr;

  constructor() {
    this.#hdr = build({
      bitBucketSize: 32,
      highestTrackableValue: HOUR_US,
      numberOfSignificantValueDigits: HISTOGRAM_DIGITS,
    });
  }

  /** Counts a duration in ms. A negative one (a clock's rounding) counts as 0, more than an hour as an hour. */
  record(ms: number): void {
    this.#hdr.recordValue(inRangeUs(ms));
  }

  /** Counts a duration that occurred so often. */
  recordMany(ms: number, count: number): void {
    this.#hdr.recordValueWithCount(inRangeUs(ms), count);
  }

  get count(): number {
    return this.#hdr.totalCount;
  }

  /** In ms, within 0.1 %: the value that the fraction `p` (0 .. 1) of the values do not exceed. NaN when empty. */
  quantileMs(p: number): number {
    return this.count === 0 ? Number.NaN : this.#hdr.getValueAtPercentile(p * 100) / 1_000;
  }

  /** In ms, within 0.1 %. NaN when empty. */
  get maxMs(): number {
    return this.quantileMs(1);
  }

  /** Adds the values of another histogram to this one. */
  add(other: Histogram): this {
    this.#hdr.add(other.#hdr);
    return this;
  }

  /** The field's common form (HdrHistogram V2, compressed, base64; about 1.3 kB for 5,000 values), in µs. */
  toBase64(): string {
    return encodeIntoCompressedBase64(this.#hdr);
  }

  /** @throws Error when `text` is not what `toBase64` writes. */
  static fromBase64(text: string): Histogram {
    const histogram = new Histogram();
    histogram.#hdr.add(decodeFromCompressedBase64(text));
    return histogram;
  }
}

/** What a reader wants of a distribution, in ms. */
export interface Quantiles {
  p50_ms: number;
  p90_ms: number;
  p99_ms: number;
  max_ms: number;
}

export const quantilesOf = (histogram: Histogram): Quantiles => ({
  p50_ms: histogram.quantileMs(0.5),
  p90_ms: histogram.quantileMs(0.9),
  p99_ms: histogram.quantileMs(0.99),
  max_ms: histogram.maxMs,
});
