/** A command line as it can be typed again, but for what is hidden in it. */
import { hideSecrets, shownAssignment, shownCommand, shownHeaderLine, shownRequest } from '../secrets.ts';

/** The seed, from the clock where none was given, and a command line that draws the same again. */
export function drawSeed(given: number | undefined, typed: readonly string[] = process.argv.slice(2)) {
  const seed = given ?? Date.now() % 2 ** 31;
  return { seed, command: commandLine(given === undefined ? [...typed, '--seed', String(seed)] : typed) };
}

/** Options whose values are not shown as they stand. */
const SHOWN: Record<string, (value: string) => string> = {
  '--env': shownAssignment,
  '--header': shownHeaderLine,
  '--request': shownRequest,
  '--first': shownRequest,
  '--command': shownCommand,
  '--start': shownCommand,
  '--build': shownCommand,
  '--migrate': shownCommand,
  '--seed-data': shownCommand,
  '--hook': shownCommand,
};

/** Words that a shell would split or expand are quoted; secrets are hidden. */
export function commandLine(words: readonly string[]): string {
  const shown = words.map((word, at) => {
    const ofBefore = SHOWN[words[at - 1] ?? ''];
    if (ofBefore !== undefined) return ofBefore(word);
    const [, option = '', value = ''] = word.match(/^(--[\w-]+)=(.*)$/s) ?? [];
    const ofOption = SHOWN[option];
    return ofOption === undefined ? hideSecrets(word) : `${option}=${ofOption(value)}`;
  });
  return shown.map(quoted).join(' ');
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
