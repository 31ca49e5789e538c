/** Values of the options that describe a service of the reader's; they can be repeated. */
import { InvalidArgumentError } from 'commander';
import { hide } from '../secrets.ts';
import { readExpectation } from '../service/expectations.ts';
import { EXAMPLE } from '../service/headers.ts';
import { ignoring } from '../service/ignore-paths.ts';

/** By the names of variables or headers. */
export type Texts = Readonly<Record<string, string>>;
export const NO_TEXTS: Texts = {};
export const NO_WORDS: string[] = [];

export const variable = assignment('NAME=value, e.g. PORT={port}');

/** Where the answer to the first request has the value of a placeholder. */
export const taken = assignment('token=json:access_token');

/** @param example what one looks like, in words. */
function assignment(example: string): (value: string, before: Texts) => Texts {
  return (value, before) => {
    const [, name, text] = value.match(/^([A-Za-z_]\w*)=(.*)$/s) ?? [];
    if (name !== undefined && text !== undefined) return { ...before, [name]: text };
    hide(value);
    throw new InvalidArgumentError(`It must look like ${example}.`);
  };
}

export function header(line: string, before: Texts): Texts {
  const [, name, value] = line.match(/^([^:\s]+):(.*)$/s) ?? [];
  if (name !== undefined && value !== undefined) return { ...before, [name]: value.trim() };
  hide(line);
  throw new InvalidArgumentError(`It must look like "Name: value", e.g. ${EXAMPLE}.`);
}

export function expectation(rule: string, before: string[]): string[] {
  try {
    readExpectation(rule);
  } catch (error) {
    throw new InvalidArgumentError((error as SyntaxError).message);
  }
  return [...before, rule];
}

export function ignoredPath(path: string, before: string[]): string[] {
  try {
    ignoring([path]);
  } catch (error) {
    throw new InvalidArgumentError(`${(error as SyntaxError).message}.`);
  }
  return [...before, path];
}

export function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
