/** The variables that a command of the reader's is given beside its own. */
import path from 'node:path';

/** Those of this process: nobody else knows what it needs. */
export const ownEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** Lists of folders in which programs and modules are looked for. */
const PATHS = ['PATH', 'PYTHONPATH', 'NODE_PATH', 'VIRTUAL_ENV'];
/** What `npm` and `npx` say of the package that they were called in. */
const OF_NPM = /^(npm_(package|lifecycle)_.*|npm_command|npm_execpath|npm_config_local_prefix|INIT_CWD)$/;

/**
 * Those of this process, as a shell in the checkout of a side has them: what leads into the reader's working tree leads to
 * the same place in the checkout, so that no side runs the programs and modules of the other.
 * @param repository the working tree. @param root the checkout. @param cwd where the command is run.
 */
export function environmentIn(
  repository: string,
  root: string,
  cwd: string,
  environment: Readonly<Record<string, string>> = ownEnvironment(),
): Record<string, string> {
  const moved = (folder: string) => {
    const within = path.relative(repository, folder);
    const [first = ''] = within.split(path.sep);
    // In a home folder that is a repository, .local and .nvm are no part of it.
    const isElsewhere = !path.isAbsolute(folder) || first === '..' || (first.startsWith('.') && first !== '.venv');
    return isElsewhere ? folder : path.join(root, within);
  };
  const entries = Object.entries(environment).filter(([name]) => !OF_NPM.test(name));
  const mapped = entries.map(([name, value]) => [
    name,
    PATHS.includes(name) ? value.split(path.delimiter).map(moved).join(path.delimiter) : value,
  ]);
  return { ...Object.fromEntries(mapped), PWD: cwd };
}
