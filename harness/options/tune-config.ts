/** What a config file says, as if it had been typed: held to the same rules, and options on the command line win. */
import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { refused } from '../errors.ts';
import { findServiceConfig, readServiceConfig } from '../service/read-config.ts';
import type { Declared } from './declared.ts';
import { OF_OUR_OWN, TUNE_OPTIONS, type TuneOptions } from './tune.ts';
import { readTuneConfig, type TuneConfig } from './tune-file.ts';
import { tuneConfigOf } from './tune-from-service.ts';
import { isGiven } from './tune-refusals.ts';

/** Any of these says that not the service of this folder is meant. */
const ANOTHER = ['command', 'url', ...OF_OUR_OWN];

/** The file that is named, or else the duet.config.ts of the folder, unless the command line says what is tuned. */
export function configFileOf(command: Command, dir = '.'): string | undefined {
  const { config } = command.opts<TuneOptions>();
  if (config !== undefined || ANOTHER.some((name) => isGiven(command, name))) return config;
  return findServiceConfig(dir);
}

/**
 * Gives the command the options of the file that were not typed. Variables (`env`) and headers are taken one by one. In
 * duet.config.ts, `--request` may be the name of a request; by default the first is taken.
 * @throws DuetError (exit 2) that names the file and the member that does not fit.
 */
export async function applyConfig(command: Command, file: string): Promise<void> {
  const config = isOfService(file) ? await fromService(command, file) : await readTuneConfig(file);
  for (const [name, value] of Object.entries(config)) {
    if (command.getOptionValueSource(name) !== 'cli') setOption(command, file, name as keyof TuneConfig, value);
    else if (isByName(TUNE_OPTIONS[name as keyof TuneConfig])) {
      command.setOptionValueWithSource(name, { ...texts(value as object), ...command.getOptionValue(name) }, 'cli');
    }
  }
}

/** duet.config.ts and its like describe a service for all commands; any other file holds options of this one. */
const isOfService = (file: string): boolean => basename(file).startsWith('duet.config.');

async function fromService(command: Command, file: string): Promise<TuneConfig> {
  const service = await readServiceConfig(file);
  const { request } = command.opts<TuneOptions>();
  const name = request !== undefined && /^\S+$/.test(request) ? request : undefined;
  const config = tuneConfigOf(service, file, name);
  // What was typed is the name, and no request.
  if (name !== undefined) command.setOptionValueWithSource('request', config.request, 'cli');
  return config;
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
