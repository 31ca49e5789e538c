/** Where the code of a service comes from, and what runs it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DuetError, EXIT } from '../errors.ts';
import { programRoot } from '../install.ts';
import type { PatternName, StackName } from '../results/schema.ts';

/** In a package, the folder that holds harness/ and fixtures/ alone. */
export const repositoryRoot = programRoot;

/** A text in which no path says where this checkout lies: results are shown to others. */
export const withoutCheckout = (text: string): string => text.replaceAll(path.join(repositoryRoot, '/'), '');

/** The folder of a stack's code, and the ending of its files: `patterns/NAME` there is one pattern in all its variants. */
export const CODE = {
  node: { folder: 'node', extension: 'ts' },
  python: { folder: 'python/duet_service', extension: 'py' },
} as const satisfies Record<StackName, { folder: string; extension: string }>;

/** The file that holds every variant of a pattern, from the folder that holds node/ and python/. */
export function patternFile(pattern: PatternName, stack: StackName): string {
  const { folder, extension } = CODE[stack];
  return `${folder}/patterns/${pattern}.${extension}`;
}

export interface Source {
  /** The folder that holds node/ and python/. */
  root: string;
  /** The runtime of node/server.ts. */
  node: string;
  /** The interpreter of python/server.py. */
  python: string;
}

/**
 * This repository, with the runtimes of its set-up or those that DUET_NODE and DUET_PYTHON name.
 * @throws DuetError (exit 4) when the interpreter is asked for and there is none.
 */
export function ownSource(): Source {
  return {
    root: repositoryRoot,
    node: process.env.DUET_NODE || process.execPath,
    get python() {
      return pythonCommand();
    },
  };
}

/** The interpreter of python/.venv, made by `make setup`, unless DUET_PYTHON names another. */
export function pythonCommand(): string {
  if (process.env.DUET_PYTHON) return process.env.DUET_PYTHON;
  const venv = path.join(repositoryRoot, 'python/.venv/bin/python');
  if (existsSync(venv)) return venv;
  throw new DuetError('the Python service has no environment: python/.venv is missing', {
    exitCode: EXIT.environment,
    hint: 'run `make setup`, or set DUET_PYTHON to an interpreter that has python/requirements.lock installed',
    where: { stack: 'python' },
  });
}
