/** Changes as text: always of head against base, in percent with one decimal, a sign and a true minus. */
import type { Estimate } from '../../results/schema.ts';

/** "+5.2 %" of a ratio head / base of 1.052; "0.0 %" has no sign. */
export function percentChange(ratio: number): string {
  return `${signedPercent(ratio - 1)} %`;
}

/** "+4.4 to +6.0 %"; null when there are too few blocks for an interval. */
export function percentInterval({ low, high }: Pick<Estimate, 'low' | 'high'>): string | null {
  return low === null || high === null ? null : `${signedPercent(low - 1)} to ${signedPercent(high - 1)} %`;
}

/** A threshold as it was stated: "±3 %", "±2.5 %". */
export function percentBand(threshold: number): string {
  return `±${share(threshold)}`;
}

/** A share without a sign, in the digits it was stated in: "3 %", "2.5 %". */
export function share(value: number): string {
  return `${Number((100 * value).toPrecision(6)).toLocaleString('en-US')} %`;
}

/** A measured share: "1.2 %". */
export function measuredShare(value: number): string {
  return `${oneDecimal(100 * value)} %`;
}

function signedPercent(change: number): string {
  const text = oneDecimal(Math.abs(100 * change));
  if (!/[1-9]/.test(text)) return text;
  return `${change < 0 ? '−' : '+'}${text}`;
}

function oneDecimal(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}
