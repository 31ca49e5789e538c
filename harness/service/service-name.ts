/** What a service is called: as its own project files say, or else as its folder. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** @param dirs where to look, the most special first. */
export function serviceName(...dirs: string[]): string {
  for (const dir of dirs) {
    const name = fromPackage(textOf(dir, 'package.json')) ?? fromPyproject(textOf(dir, 'pyproject.toml'));
    if (name !== undefined) return name;
  }
  return path.basename(path.resolve(dirs[0] ?? '.'));
}

/** Without its scope: "api" for "@acme/api". */
function fromPackage(text: string): string | undefined {
  try {
    const { name } = JSON.parse(text) as { name?: unknown };
    return typeof name === 'string' && name !== '' ? name.split('/').at(-1) : undefined;
  } catch {
    return undefined;
  }
}

/** The name in [project] or, as Poetry once had it, in [tool.poetry]: a text on a line of its own. */
function fromPyproject(text: string): string | undefined {
  const sections = text.split(/^(?=\[)/m).filter((section) => /^\[(?:project|tool\.poetry)\]/.test(section));
  return sections.map((section) => /^name\s*=\s*["']([^"']+)["']/m.exec(section)?.[1]).find(Boolean);
}

function textOf(dir: string, file: string): string {
  try {
    return readFileSync(path.join(dir, file), 'utf8');
  } catch {
    return '';
  }
}
