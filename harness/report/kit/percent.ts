/** Every way in which a percentage is shown. A change is always one of head against base, with a sign and a true minus. */
import type { Estimate } from '../../results/schema.ts';
import { quantity } from './format.ts';

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

/** A measured share that hardly anything depends on, without decimals: "76 %". */
export function wholeShare(value: number): string {
  return `${Math.round(100 * value)} %`;
}

/** Two digits, for a handful of blocks does not know a third: "0.52 %", "1.3 %", "12 %". */
export function noiseShare(value: number): string {
  const rounded = Number((100 * value).toPrecision(2));
  const decimals = rounded < 1 ? 2 : rounded < 10 ? 1 : 0;
  return `${rounded.toLocaleString('en-US', { minimumFractionDigits: decimals })} %`;
}

/** A share of requests: "0 %", "1.3 %". What is not zero does not look like it. */
export function shareOfRequests(value: number): string {
  return value > 0 && value < 0.001 ? '< 0.1 %' : quantity(value, 'fraction');
}

function signedPercent(change: number): string {
  const text = oneDecimal(Math.abs(100 * change));
  if (!/[1-9]/.test(text)) return text;
  return `${change < 0 ? '−' : '+'}${text}`;
}

function oneDecimal(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}
