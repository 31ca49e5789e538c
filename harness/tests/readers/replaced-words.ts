/**
 * Words that gave way to the standard ones: none of them stands in the help of a command, on a page, in the name of a file or
 * in an exported name. The members and codes of stored results keep their names.
 */

/** A word with what is said instead. */
export const REPLACED = {
  stage: 'services, phase or part, whichever is meant',
  scene: 'phase',
  life: 'lifetime or lifecycle',
  mortal: 'watched process',
  undertaking: 'request',
  commission: 'request',
  doubt: 'warning or reason',
  pressure: 'contention',
  rival: 'alternative or competing work',
  proof: 'comparison or verification',
  alike: 'equivalent, equal or correlated',
  figure: 'metric, value, number or chart',
  'source document': 'original document',
  'the source': 'the original document, for source is code',
} as const;

type Replaced = keyof typeof REPLACED;

/** What a word looks like where that is not the word itself, or with an s. */
const FORMS: Partial<Record<Replaced, string>> = {
  life: 'life|lives',
  'the source': "the source(?:['’]s)?(?! code| files?\\b)",
};

/** Terms of a field that have such a word in them. */
const TERMS = [/\btwo[- ]stages?\b/gi, /\bbuild stages?\b/gi];

/** The replaced words in a text, each once: whole words only, so that neither "arrival" nor "resource" counts. */
export function replacedWordsIn(text: string): Replaced[] {
  const plain = TERMS.reduce((rest, term) => rest.replaceAll(term, ''), text);
  return (Object.keys(REPLACED) as Replaced[]).filter((word) =>
    new RegExp(`(?<![a-z])(?:${FORMS[word] ?? `${word}s?`})(?![a-z])`, 'i').test(plain),
  );
}

/** The words of a name, e.g. "first exit code" for `FIRST_EXIT_CODE`, `firstExitCode` or `first-exit-code`. */
export const wordsOfName = (name: string): string =>
  name
    .replace(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2 ')
    .replace(/[_./-]+/g, ' ')
    .toLowerCase();
