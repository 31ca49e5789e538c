/** A shell script by the name that such scripts have. */
import type { Folder } from './folder.ts';
import type { Found } from './found.ts';
import { portVariable, variablesOf } from './variables.ts';

const SCRIPTS = ['start.sh', 'run.sh', 'bin/start', 'bin/start.sh', 'scripts/start.sh'];

export function findStartScript(folder: Folder): Found | undefined {
  const script = SCRIPTS.find((file) => folder.read(file) !== undefined);
  if (script === undefined) return undefined;
  const env = { [portVariable(variablesOf(folder)) ?? 'PORT']: '{port}' };
  return { starts: [{ text: `sh ${script}`, from: script, env }] };
}
