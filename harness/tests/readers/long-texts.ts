/** Strings of more than three words in a document: sentences, or what is free text by its nature. */

/** More words than these are a sentence, or a part of one. */
const MOST_WORDS = 3;

export interface LongText {
  /** Its path, with the numbers of lists as *. */
  place: string;
  text: string;
}

export function longTexts(value: unknown, place = ''): LongText[] {
  if (typeof value === 'string') return value.trim().split(/\s+/).length > MOST_WORDS ? [{ place, text: value }] : [];
  if (value === null || typeof value !== 'object') return [];
  const named = Array.isArray(value) ? value.map((each) => ['*', each] as const) : Object.entries(value);
  return named.flatMap(([name, each]) => longTexts(each, place === '' ? name : `${place}.${name}`));
}
