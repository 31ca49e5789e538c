/**
 * What a config file imports, wherever it lies. The checkout of a side has no packages before it is built, with a command
 * that its config file names; and a repository in another language has none at all.
 */
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What duet offers to config files: see `exports` of package.json. */
const OWN = /^duet\/(?:config|tune)$/;
/** The name of a package: neither a path nor an address, nor a module of Node. */
const PACKAGE = /^(?![./]|node:|[a-z]+:\/\/)/;

/**
 * Runs a config file. What it imports of duet is of the duet that runs.
 * @param packagesOf a folder from which its other packages are looked for as well, where they are not found beside it.
 * @throws whatever the file or the search for a package throws.
 */
export async function importConfig(file: string, packagesOf: string | undefined): Promise<{ default?: unknown }> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (OWN.test(specifier)) return next(specifier, { ...context, parentURL: import.meta.url });
      if (packagesOf === undefined || !PACKAGE.test(specifier)) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch (error) {
        const parentURL = pathToFileURL(path.join(packagesOf, 'duet.config.ts')).href;
        return orElse(error, () => next(specifier, { ...context, parentURL }));
      }
    },
  });
  try {
    return await import(pathToFileURL(path.resolve(file)).href);
  } finally {
    hooks.deregister();
  }
}

/** Where the second search finds nothing either, the first one is told of. */
function orElse<T>(error: unknown, search: () => T): T {
  try {
    return search();
  } catch {
    throw error;
  }
}
