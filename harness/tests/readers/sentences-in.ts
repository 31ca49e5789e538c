/** Finds English in a document: strings of more than three words, but for what is free text by its nature. */

/** Where free text may stand, with the numbers of lists as *; each with the reason. */
const FREE_TEXT: [place: RegExp, why: string][] = [
  [/^run\.command$/, 'as it was typed'],
  [/^run\.environment\./, 'names of the machine and its software, and of metrics that it cannot give'],
  [/^run\.parity\.\*\./, 'settings as the services report them'],
  [/(^|\.)code\.(\w+\.\w+\.)?\*\.text$/, 'an excerpt of code'],
  [/(^|\.)title$/, 'a title'],
  [/\.claims\.\*\.text$/, 'the claim in the words of the original document'],
  [
    /^patterns\.\*\.(workload|curves\.\*\.(gain|how|x\.noun|landmarks\.\*\.label))$/,
    'the definition of what is measured',
  ],
  [/\.(limits\.\*|inspection)\.how$/, 'the definition of what is measured'],
  [/\.counted\.\*\.what$/, 'the definition of what is counted'],
  [/\.failure\.detail$/, 'an error message of a service'],
  [/\.invalidity\.message$/, 'an error message of a service or a process'],
  [/^status_reason$/, 'the message of what ended the run'],
];

const MOST_WORDS = 3;

/** The sentences outside these places, each after where it stands. */
export function sentencesIn(document: unknown): string[] {
  return longTexts(document)
    .filter(({ place }) => !FREE_TEXT.some(([pattern]) => pattern.test(place)))
    .map(({ place, text }) => `${place}: ${text}`);
}

/** The places of this document at which free text stands. */
export function freeText(document: unknown): string[] {
  const places = longTexts(document).map(({ place }) => place);
  return places.filter((place) => FREE_TEXT.some(([pattern]) => pattern.test(place)));
}

export interface LongText {
  place: string;
  text: string;
}

export function longTexts(value: unknown, place = ''): LongText[] {
  if (typeof value === 'string') return value.trim().split(/\s+/).length > MOST_WORDS ? [{ place, text: value }] : [];
  if (value === null || typeof value !== 'object') return [];
  const named = Array.isArray(value) ? value.map((each) => ['*', each] as const) : Object.entries(value);
  return named.flatMap(([name, each]) => longTexts(each, place === '' ? name : `${place}.${name}`));
}
