/** The exit codes of the CLI: one table, from which errors take them, and `--help` and harness/docs print them. */

/** Code, words for the help, and a sentence's worth for the docs. */
const TABLE = {
  fine: { code: 0, words: 'fine', meaning: 'fine' },
  regression: { code: 1, words: 'a regression', meaning: 'a diff found a regression' },
  usage: { code: 2, words: 'wrong usage', meaning: 'wrong usage' },
  disagreement: {
    code: 3,
    words: 'services disagree',
    meaning: 'the services disagree, or one does not follow the contract',
  },
  environment: {
    code: 4,
    words: 'environment',
    meaning: 'the environment: a missing runtime, database or port',
  },
  invalid: { code: 5, words: 'run invalid', meaning: 'the run is invalid; its numbers are refused' },
  interrupted: { code: 130, words: 'interrupted', meaning: 'interrupted; what was measured is kept' },
} as const;

type ExitName = keyof typeof TABLE;

export const EXIT = Object.fromEntries(Object.entries(TABLE).map(([name, { code }]) => [name, code])) as {
  readonly [Name in ExitName]: (typeof TABLE)[Name]['code'];
};

/**
 * Each with its meaning, in the order of the codes, as harness/docs has them.
 * @internal
 */
export const EXIT_CODES: readonly { code: number; meaning: string }[] = Object.values(TABLE);

/** Columns of a help text. */
const WIDTH = 120;

/**
 * The codes of one command, for the end of its help.
 * @param own what a code means there, where that is more than its words.
 */
export function exitCodesHelp(names: readonly ExitName[], own: Partial<Record<ExitName, string>> = {}): string {
  const items = names.map((name) => `${TABLE[name].code} ${own[name] ?? TABLE[name].words}`);
  const lines = ['Exit codes:'];
  for (const [index, item] of items.entries()) {
    const text = `${item}${index === items.length - 1 ? '.' : ','}`;
    const line = `${lines.at(-1)} ${text}`;
    if (line.length <= WIDTH) lines[lines.length - 1] = line;
    else lines.push(text);
  }
  return lines.join('\n');
}
