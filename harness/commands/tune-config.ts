/** What a config file says, as if it had been typed: held to the same rules, and options on the command line win. */
import { type Command, InvalidArgumentError } from 'commander';
import { refused } from '../errors.ts';
import { readTuneConfig, type TuneConfig } from '../tune/config.ts';

/**
 * Gives the command the options of the file that were not typed. Variables (`env`) and headers are taken one by one.
 * @throws DuetError (exit 2) that names the file and the member that does not fit.
 */
export async function applyConfig(command: Command, file: string): Promise<void> {
  const config = await readTuneConfig(file);
  for (const [name, value] of Object.entries(config)) {
    if (command.getOptionValueSource(name) !== 'cli') setOption(command, file, name as keyof TuneConfig, value);
    else if (isPairs(name)) {
      command.setOptionValueWithSource(name, { ...texts(value as object), ...command.getOptionValue(name) }, 'cli');
    }
  }
}

function setOption(command: Command, file: string, name: keyof TuneConfig, value: unknown): void {
  const option = command.options.find((one) => one.attributeName() === name);
  if (option === undefined) throw refused(`${file}: ${name} is no option here`, 'duet tune pool --help');
  const set = (parsed: unknown) => command.setOptionValueWithSource(name, parsed, 'config');
  if (isPairs(name)) return void set(texts(value as object));
  if (typeof value === 'boolean' || option.parseArg === undefined) return void set(value);
  try {
    const words = Array.isArray(value) ? value : [value];
    let parsed: unknown = name === 'allowHost' ? [] : undefined;
    for (const word of words) parsed = option.parseArg(String(word), parsed);
    set(parsed);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw refused(`${file}: ${name}: ${error.message}`, 'duet tune pool --help');
  }
}

/** Options that are repeated, once for each name. */
const isPairs = (name: string) => name === 'env' || name === 'header';

const texts = (variables: object) =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
