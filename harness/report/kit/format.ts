/** How numbers look. Every report takes its text from here, so that two reports cannot show one number differently. */
import { inWords } from '../../duration.ts';
import type { CodeExcerpt, DiffStackName, Estimate, Gain, Metric, StackName } from '../../results/schema.ts';

type Unit = Metric['unit'];
type Interval = Pick<Estimate, 'value' | 'low' | 'high'>;

/** What a base unit is divided by and the symbol it then carries. */
export interface Scale {
  divisor: number;
  symbol: string;
}

/** Stated once in the report: all byte units are decimal. */
export const BYTES_NOTE = 'Byte units are decimal: 1 MB = 1,000,000 bytes.';

export const STACK_TITLES: Record<DiffStackName, string> = { node: 'Node', python: 'Python', service: 'Service' };
/** In which the code of a stack is written, as highlighters call it. */
export const LANGUAGES: Record<StackName, CodeExcerpt['language']> = { node: 'typescript', python: 'python' };

const SCALES: Record<Unit, Scale[]> = {
  ms: [
    { divisor: 1e3, symbol: 's' },
    { divisor: 1, symbol: 'ms' },
    { divisor: 1e-3, symbol: 'µs' },
  ],
  bytes: [
    { divisor: 1e9, symbol: 'GB' },
    { divisor: 1e6, symbol: 'MB' },
    { divisor: 1e3, symbol: 'kB' },
    { divisor: 1, symbol: 'B' },
  ],
  'req/s': [{ divisor: 1, symbol: 'req/s' }],
  count: [{ divisor: 1, symbol: '' }],
  fraction: [{ divisor: 0.01, symbol: '%' }],
};

/** The scale in which `value` (in base units) reads best: 1,500 ms as s, 61 ms as ms. */
export function scaleFor(value: number, unit: Unit): Scale {
  const scales = SCALES[unit];
  const last = scales.at(-1) as Scale;
  if (value === 0) return scales.find((scale) => scale.divisor === 1) ?? last;
  return scales.find((scale) => Math.abs(value) >= scale.divisor) ?? last;
}

/** Three significant digits with thousands separators: 0.0412, 1.50, 20.0, 1,230. */
export function significant(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const magnitude = rounded === 0 ? 2 : Math.floor(Math.log10(Math.abs(rounded)));
  return signed(rounded, Math.max(0, 2 - magnitude));
}

/** A measured value with its unit. Trailing zeros stay: they say how precisely it was read. */
export function quantity(value: number, unit: Unit): string {
  const scale = scaleFor(value, unit);
  return withSymbol(numberIn(value, unit, scale), scale.symbol);
}

/** A value of a metric: a quantity, or the class that it stands for. */
export function valueText(value: number, { unit, classes }: Pick<Metric, 'unit' | 'classes'>): string {
  return classes?.[value] ?? quantity(value, unit);
}

/** A value somebody stated, without digits that were not stated: 1.5 s, 20 ms. */
export function statedQuantity(value: number, unit: Unit): string {
  const scale = scaleFor(value, unit);
  return withSymbol(stated(value / scale.divisor), scale.symbol);
}

/** A ratio, 2.47×. */
export function times(value: number): string {
  return `${significant(value)}×`;
}

/** A ratio somebody stated, 2.5×. Null is how a claim says infinity. */
export function statedTimes(value: number | null): string {
  return value === null ? '∞' : `${stated(value)}×`;
}

/** A gain: a ratio, or a difference with its sign in the metric's unit (fractions in percentage points). */
export function gainText(value: number, kind: Gain['kind'], unit: Unit): string {
  if (kind === 'ratio') return times(value);
  const text = unit === 'fraction' ? `${numberIn(value, unit, scaleFor(value, unit))} points` : quantity(value, unit);
  return value > 0 ? `+${text}` : text;
}

/** The interval of a value, "148–151 ms". Null when there are too few blocks for one. */
export function intervalOf({ value, low, high }: Interval, unit: Unit): string | null {
  if (low === null || high === null) return null;
  const scale = scaleFor(value, unit);
  return withSymbol(range(numberIn(low, unit, scale), numberIn(high, unit, scale)), scale.symbol);
}

/** The interval of a gain, "2.44–2.50". Null when there are too few blocks for one. */
export function gainIntervalOf({ value, low, high }: Interval, kind: Gain['kind'], unit: Unit): string | null {
  if (low === null || high === null) return null;
  if (kind === 'ratio') return range(significant(low), significant(high));
  const scale = scaleFor(value, unit);
  const symbol = unit === 'fraction' ? 'points' : scale.symbol;
  return withSymbol(range(numberIn(low, unit, scale), numberIn(high, unit, scale)), symbol);
}

/** An instant as minutes in UTC, "2026-01-14 09:30 UTC", the same on every machine. */
export function instant(isoDateTime: string): string {
  return `${new Date(isoDateTime).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A span between two instants, "2 min 12 s". */
export function span(fromIso: string, toIso: string): string {
  return inWords(Date.parse(toIso) - Date.parse(fromIso));
}

/** The beginning of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Data in prose keeps neither backticks (they mark code here) nor control characters. */
export function inert(text: string): string {
  return text
    .replaceAll('`', '’')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** So many things are named in one sentence. */
const MOST_NAMED = 3;

/** "a, b, c and 4 more". @param more what the others are called. */
export function listedFirst(items: readonly string[], more = (rest: number) => `${rest} more`): string {
  const rest = items.length - MOST_NAMED;
  return listed(rest > 0 ? [...items.slice(0, MOST_NAMED), more(rest)] : items);
}

/** "CPython 3.11.7 · SQLAlchemy 2.1.9". */
export function versionsText(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map((pair) => pair.join(' '))
    .join(' · ');
}

/** "1 block", "1,200 blocks". @param plural where it is formed in another way. */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? noun : plural}`;
}

/** Counts are exact when whole; fractions show tenths of a percent, for their third digit would be noise. */
function numberIn(value: number, unit: Unit, scale: Scale): string {
  const scaled = value / scale.divisor;
  if (unit === 'fraction') return signed(scaled, Math.abs(scaled) > 99.95 || scaled === 0 ? 0 : 1);
  if (unit === 'count' && Number.isInteger(scaled)) return signed(scaled, 0);
  return significant(scaled);
}

function stated(value: number): string {
  return signed(Number(value.toPrecision(12)), undefined);
}

/** With a real minus sign and without a negative zero. */
function signed(value: number, decimals: number | undefined): string {
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals ?? 12,
  });
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** An en dash would run into a minus sign; ends that look equal are shown once. */
function range(low: string, high: string): string {
  if (low === high) return low;
  return low.startsWith('−') ? `${low} to ${high}` : `${low}–${high}`;
}

function withSymbol(number: string, symbol: string): string {
  return symbol === '' ? number : `${number} ${symbol}`;
}
