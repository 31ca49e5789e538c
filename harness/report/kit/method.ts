/** The constants of the rules, as the text on method prints them. */
import { LEVEL } from '../../stats/interval.ts';
import { share } from './percent.ts';

/** "95 % interval". */
export const INTERVAL = `${share(LEVEL)} interval`;

const WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const LARGER: Record<number, string> = { 20: 'twenty' };

/** A small number as a word, "eight"; a larger one in digits. */
export const numberWord = (number: number): string => WORDS[number] ?? LARGER[number] ?? `${number}`;

/** What a probability means, as one of how many: 20 for 0.05. */
export const oneOf = (probability: number): number => Math.round(1 / probability);

const FRACTIONS: Record<number, string> = { 2: 'half', 3: 'a third of', 4: 'a quarter of', 8: 'an eighth of' };

/** A part of what is named after it, "half" or "an eighth of"; one without a word of its own in percent. */
export function partOf(part: number): string {
  const whole = oneOf(part);
  const word = Math.abs(whole * part - 1) < 0.01 ? FRACTIONS[whole] : undefined;
  return word ?? `${share(part)} of`;
}
