/**
 * An option said once: on the command line, in its help, in a config file and as a question. Nothing here, and in what
 * describes options, loads the formats of results: a refused command line and a printed help do not wait for them.
 */
import { type Command, Option } from 'commander';

/** What a value is in a config file; `numbersOrTexts` and `texts` are by their names. */
export type FileKind = 'number' | 'integer' | 'text' | 'switch' | 'words' | 'numbersOrTexts' | 'texts';

export interface Declared {
  /** As commander takes them, e.g. `--p99 <time>`. */
  flags: string;
  description: string;
  /** Parses what is typed; absent: the text itself, or true for an option without a value. */
  parse?: (text: string, before: never) => unknown;
  fallback?: unknown;
  /** How the help says the fallback, where it is not typed as it is stored. */
  fallbackText?: string;
  /** Absent: it cannot be in a config file. */
  file?: FileKind;
  /** Absent: nobody is asked for it. */
  question?: string;
}

type Valued<Option extends Declared> = Option extends { parse: (text: string, before: never) => infer Value }
  ? Value
  : Option extends { flags: `${string}<${string}` }
    ? string
    : boolean;

/** What commander makes of declared options: those with a fallback are always there. */
export type OptionsOf<All extends Record<string, Declared>> = {
  [Name in keyof All as All[Name] extends { fallback: unknown } ? Name : never]: Valued<All[Name]>;
} & {
  [Name in keyof All as All[Name] extends { fallback: unknown } ? never : Name]?: Valued<All[Name]>;
};

/** The same option in the form that commander takes. */
export function optionOf({ flags, description, parse, fallback, fallbackText }: Declared): Option {
  const option = new Option(flags, description);
  if (fallback !== undefined) option.default(fallback, fallbackText);
  if (parse !== undefined) option.argParser(parse as (text: string, before: unknown) => unknown);
  return option;
}

export function addDeclared(command: Command, all: Record<string, Declared>): Command {
  for (const declared of Object.values(all)) command.addOption(optionOf(declared));
  return command;
}
