/**
 * The lines that accept an intended change: what they look like, and what they state. Pure.
 *
 *     pooling/node/after: statements 1 → 2
 *     pooling/node/after: cpu +8 %
 *     list-orders: round_trips 1 → 2
 *     list-orders: growth +2.5 MB
 *
 * A cell of duet's own services has three parts, a request of a reader's service is named by itself.
 * Counts are stated with both values, as they are printed; what is timed or weighed with the most that is accepted, in
 * percent, and growth in bytes per 1,000 requests.
 */

export interface AcceptRule {
  /** "pooling/node/after", or the name of a request. */
  cell: string;
  /** The id of a metric. */
  metric: string;
  /** Both values as printed, or the most that is accepted, in percent or bytes with its sign. */
  change: { base: string; head: string } | { percent: number } | { bytes: number };
}

/** What a line has to look like, for error messages. */
export const ACCEPT_FORM =
  '"pattern/stack/variant: metric 1 → 2" for a count (or 1 -> 2), "pattern/stack/variant: metric +8 %" for what is timed; of your own service the name of the request in place of pattern/stack/variant, and "request: growth +2 MB" for its memory';

/** Undefined where the text is no such line. */
export function parseAcceptLine(text: string): AcceptRule | undefined {
  const line = text.trim().replace(/\s+/g, ' ');
  const [, cell, metric, change] = line.match(/^([^\s/:]+(?:\/[^\s/:]+\/[^\s/:]+)?): (\S+) (.+)$/) ?? [];
  if (cell === undefined || metric === undefined || change === undefined) return undefined;
  const [, base, head] = change.match(/^(.+?) ?(?:→|->) ?(.+)$/) ?? [];
  if (base !== undefined && head !== undefined) return { cell, metric, change: { base, head } };
  const percent = percentOf(change);
  if (percent !== undefined) return { cell, metric, change: { percent } };
  const bytes = bytesOf(change);
  return bytes === undefined ? undefined : { cell, metric, change: { bytes } };
}

const BYTES = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

function bytesOf(text: string): number | undefined {
  const [, sign, number, unit] = text.match(/^([+−-]) ?(\d[\d,]*(?:\.\d+)?) ?(B|kB|MB|GB)$/) ?? [];
  if (number === undefined) return undefined;
  return (sign === '+' ? 1 : -1) * Number(number.replaceAll(',', '')) * BYTES[unit as keyof typeof BYTES];
}

function percentOf(text: string): number | undefined {
  const [, sign, number] = text.match(/^([+−-]) ?(\d[\d,]*(?:\.\d+)?) ?%$/) ?? [];
  if (number === undefined) return undefined;
  return (sign === '+' ? 1 : -1) * Number(number.replaceAll(',', ''));
}
