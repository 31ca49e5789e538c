/** A Procfile: the line of its web process. */
import type { Folder } from './folder.ts';
import type { Found } from './found.ts';
import { withoutShell, withPort } from './shell-line.ts';

export function findProcfile(folder: Folder): Found | undefined {
  const [, line] = /^web:\s*(.+?)\s*$/m.exec(folder.read('Procfile') ?? '') ?? [];
  if (line === undefined) return undefined;
  const told = withPort(line);
  const env = told.includes('{port}') ? {} : { env: { PORT: '{port}' } };
  return { starts: [{ text: withoutShell(told), from: 'Procfile: web', ...env }] };
}
