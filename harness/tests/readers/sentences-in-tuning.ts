/** Sentences among the members of a results file: a tool can act on codes and numbers, and not on words. */

/** What is text by its nature: commands, names of hardware, what a service or a rule said, code to paste. */
const FREE_TEXT = [
  /^\.(command|status_reason|duet_version|id)$/,
  /^\.environment\./,
  /^\.subject\.(command|url|hook|request|env|headers|expect)\b/,
  /\.(failure_example|answer_example)$/,
  /\.invalid\[\]\.detail$/,
  /^\.trust\.example$/,
  /^\.recommendation\.snippets\[\]\.lines\[\]\.text$/,
];

/** More words than these are a sentence, or a part of one. */
const MOST_WORDS = 3;

/** @returns `path: text` of each string of more than three words that is not listed above. */
export function sentencesIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => sentencesIn(one, `${path}[]`));
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([name, member]) => sentencesIn(member, `${path}.${name}`));
  }
  if (typeof value !== 'string' || FREE_TEXT.some((listed) => listed.test(path))) return [];
  return value.trim().split(/\s+/).length > MOST_WORDS ? [`${path}: ${value}`] : [];
}
