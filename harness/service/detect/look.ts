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

/** In the order of trust: what a project says of itself, then what is said for where it is deployed. */
const DETECTORS = [findNodeProject, findPythonProject, findGoProject, findStartScript, findProcfile, findDockerfile];

export function lookAt(dir: string): Found {
  const folder = openFolder(dir);
  const ready = readyPath(folder);
  const found = together(DETECTORS.map((find) => find(folder)).filter((one) => one !== undefined));
  return ready === undefined ? found : { ...found, ready };
}
