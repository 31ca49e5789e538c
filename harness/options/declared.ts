/** An option said once: on the command line, in its help, in a config file and as a question. */
import { type Command, Option } from 'commander';
import { type Static, Type } from 'typebox';

const described = (description: string) => ({ description });

/** What a value may be in a config file; parsers of the command line check the rest. */
export const IN_A_FILE = {
  number: (description: string) => Type.Number(described(description)),
  integer: (description: string) => Type.Integer(described(description)),
  text: (description: string) => Type.String(described(description)),
  switch: (description: string) => Type.Boolean(described(description)),
  words: (description: string) => Type.Union([Type.String(), Type.Array(Type.String())], described(description)),
  /** By their names. */
  numbersOrTexts: (description: string) =>
    Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), described(description)),
  /** By their names. */
  texts: (description: string) => Type.Record(Type.String(), Type.String(), described(description)),
};

type FileKind = keyof typeof IN_A_FILE;

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

/** The members of a config file. */
export type FileOf<All extends Record<string, Declared>> = {
  [Name in keyof All as All[Name] extends { file: FileKind } ? Name : never]?: All[Name] extends {
    file: infer Kind extends FileKind;
  }
    ? Static<ReturnType<(typeof IN_A_FILE)[Kind]>>
    : never;
};

/** As commander has it. */
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
