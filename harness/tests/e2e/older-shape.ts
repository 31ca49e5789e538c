/** The Python service as it was before it was a package. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const PACKAGE = 'duet_service';

/** Its modules lie beside server.py then. @param python the folder of the service, which is changed. */
export function makeLooseModules(python: string): void {
  const code = join(python, PACKAGE);
  const names = readdirSync(code).filter((name) => name !== '__init__.py');
  for (const name of names) cpSync(join(code, name), join(python, name), { recursive: true });
  rmSync(code, { recursive: true });
  for (const name of readdirSync(python, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.py') || name.startsWith('.venv')) continue;
    const file = join(python, name);
    writeFileSync(file, withoutPackage(readFileSync(file, 'utf8')));
  }
}

function withoutPackage(text: string): string {
  return text
    .replaceAll(new RegExp(`^from ${PACKAGE} import (.+)$`, 'gm'), 'import $1')
    .replaceAll(`from ${PACKAGE}.`, 'from ');
}
