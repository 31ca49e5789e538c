/** Sentences among the members of a tuning: a tool can act on codes and numbers, and not on words. */
import { longTexts } from './long-texts.ts';

/** What is text by its nature: commands, names of hardware, what a service or a rule said, code to paste. */
const FREE_TEXT = [
  /^(command|status_reason|duet_version|id)$/,
  /^environment\./,
  /^subject\.(command|url|hook|request|env|headers|expect)\b/,
  /\.(failure_example|answer_example)$/,
  /\.invalid\.\*\.detail$/,
  /^trust\.example$/,
  /^recommendation\.snippets\.\*\.lines\.\*\.text$/,
];

/** @returns `place: text` of each long text whose place is not listed above. */
export function sentencesIn(results: unknown): string[] {
  return longTexts(results)
    .filter(({ place }) => !FREE_TEXT.some((listed) => listed.test(place)))
    .map(({ place, text }) => `${place}: ${text}`);
}
