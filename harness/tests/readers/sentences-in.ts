/** English in the results of a comparison: long texts, but for what is free text by its nature. */
import { longTexts } from './long-texts.ts';

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
  [/\.timelines\.\*\.how$/, 'the definition of what is traced'],
  [/\.timelines\.\*\.events\.\*\.label$/, 'the beginning of a statement of a driver'],
  [/\.timelines\.\*\.missing\.message$/, 'an error message of a service or a process'],
  [/\.counted\.\*\.what$/, 'the definition of what is counted'],
  [/\.failure\.detail$/, 'an error message of a service'],
  [/\.invalidity\.message$/, 'an error message of a service or a process'],
  [/^status_reason$/, 'the message of what ended the run'],
];

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
