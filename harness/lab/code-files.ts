/** Which files of a side of a diff are its code. Pure. */

/** Never taken, even where they were committed: a side gets its dependencies of its own. */
const INSTALLED = new Set(['.git', 'node_modules', '.venv']);

/** What tools leave beside the code. */
const LEFT_BY_TOOLS = new Set(['__pycache__', '.cache', '.hypothesis']);

export function isInstalled(file: string): boolean {
  return file.split('/').some((name) => INSTALLED.has(name));
}

/** Whether a file that is not committed was written by somebody, and not installed or built. */
export function isCode(file: string): boolean {
  const isLeft = file.split('/').some((name) => LEFT_BY_TOOLS.has(name) || /^\..*_cache$/.test(name));
  return !isInstalled(file) && !isLeft && !/^out($|\/)/.test(file);
}
