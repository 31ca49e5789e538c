/** Holds every import of the repository to the layers of harness/tasks/imports/layers.ts. Exit code 1 when one is refused. */
import { readPage, repositoryFiles } from './docs/pages.ts';
import { readImports } from './imports/read-imports.ts';
import { refuse } from './imports/refuse.ts';

const imports = readImports(
  repositoryFiles()
    .filter((file) => file.endsWith('.ts'))
    .map(readPage),
);
const refused = refuse(imports);
for (const line of refused) console.error(line);
console.log(`${imports.length} imports read, ${refused.length} refused`);
process.exitCode = refused.length > 0 ? 1 : 0;
