/** What the libraries of a field are installed into: node/libraries/<field> and python/libraries/<field>/.venv. */
import path from 'node:path';
import { repositoryRoot } from '../lab/source.ts';
import type { FieldName } from '../results/library-names.ts';
import type { StackName } from '../results/names.ts';

/** The folder of the libraries of a field. */
export const folderOf = (stack: StackName, field: FieldName): string =>
  path.join(repositoryRoot, stack, 'libraries', field);

/** What runs a process of a library: our Node, or the interpreter of the field's environment. */
export const interpreterOf = (stack: StackName, field: FieldName): string =>
  stack === 'node'
    ? process.env.DUET_NODE || process.execPath
    : path.join(folderOf('python', field), '.venv/bin/python');
