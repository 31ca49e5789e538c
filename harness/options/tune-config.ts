/** What a config file says, as if it had been typed: held to the same rules, and options on the command line win. */
import { type Command, InvalidArgumentError } from 'commander';
import { refused } from '../errors.ts';
import type { Declared } from './declared.ts';
import { TUNE_OPTIONS } from './tune.ts';
import { readTuneConfig, type TuneConfig } from './tune-file.ts';

/**
 * Gives the command the options of the file that were not typed. Variables (`env`) and headers are taken one by one.
 * @throws DuetError (exit 2) that names the file and the member that does not fit.
 */
export async function applyConfig(command: Command, file: string): Promise<void> {
  const config = await readTuneConfig(file);
  for (const [name, value] of Object.entries(config)) {
    if (command.getOptionValueSource(name) !== 'cli') setOption(command, file, name as keyof TuneConfig, value);
    else if (isByName(TUNE_OPTIONS[name as keyof TuneConfig])) {
      command.setOptionValueWithSource(name, { ...texts(value as object), ...command.getOptionValue(name) }, 'cli');
    }
  }
}

function setOption(command: Command, file: string, name: keyof TuneConfig, value: unknown): void {
  const declared: Declared = TUNE_OPTIONS[name];
  const set = (parsed: unknown) => command.setOptionValueWithSource(name, parsed, 'config');
  if (isByName(declared)) return void set(texts(value as object));
  if (declared.parse === undefined) return void set(value);
  const parse = declared.parse as (text: string, before: unknown) => unknown;
  try {
    const words = Array.isArray(value) ? value : [value];
    set(words.reduce((before, word) => parse(String(word), before), declared.fallback));
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw refused(`${file}: ${name}: ${error.message}`, 'duet tune pool --help');
  }
}

/** Options that are repeated, once for each name. */
const isByName = ({ file }: Declared) => file === 'texts' || file === 'numbersOrTexts';

const texts = (variables: object) =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
