/** Everything that can be told of a service by looking at its folder. */
import { findDockerfile } from './dockerfile.ts';
import { openFolder } from './folder.ts';
import { type Found, together } from './found.ts';
import { findGoProject } from './go-project.ts';
import { findNodeProject } from './node-project.ts';
import { findProcfile } from './procfile.ts';
import { findPythonProject } from './python-project.ts';
import { readyPath } from './ready-path.ts';
import { findStartScript } from './start-script.ts';

/** What a project says of itself, and what is said for where it is deployed, which is trusted less. */
const PROJECTS = [findNodeProject, findPythonProject, findGoProject];
const DEPLOYED = [findStartScript, findProcfile, findDockerfile];

export function lookAt(dir: string): Found {
  const folder = openFolder(dir);
  const ready = readyPath(folder);
  const all = (detectors: typeof DEPLOYED) => detectors.flatMap((find) => find(folder) ?? []);
  const found = together(all(PROJECTS), all(DEPLOYED));
  return ready === undefined ? found : { ...found, ready };
}
