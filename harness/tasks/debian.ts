/** Packages of Debian that tests need, installed where root may. */
import { existsSync, readFileSync } from 'node:fs';
import { $ } from 'zx';

/**
 * The path of a program, after its package has been installed where it was missing; or why there is none.
 * @param name of the package and of the program.
 * @param what it is for.
 */
export async function ensureProgram(
  name: string,
  what: string,
  find: () => string | undefined,
): Promise<{ path: string } | { missing: string }> {
  const found = find();
  if (found !== undefined) return { path: found };
  if (!mayInstall()) return { missing: `there is no ${name} on PATH, and only root may install it, on Debian` };
  try {
    await installPackage(name, what);
  } catch (error) {
    return { missing: `apt-get did not install ${name}: ${(error as Error).message}` };
  }
  const installed = find();
  return installed === undefined
    ? { missing: `apt-get installed ${name}, but there is none on PATH` }
    : { path: installed };
}

/** Whether a package can be installed here. */
export function mayInstall(): boolean {
  return isDebian() && process.getuid?.() === 0;
}

let last: Promise<unknown> = Promise.resolve();

/** One at a time: apt-get has a lock that it does not wait for. */
export function installPackage(name: string, what: string): Promise<void> {
  const installing = last.then(async () => {
    console.error(`duet: installing Debian's ${name} for ${what} (once)`);
    // A service that comes with the package is not started: RUNLEVEL=1 is for single users.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    const apt = $({ env, quiet: true });
    await apt`apt-get update -qq && apt-get install -y -qq --no-install-recommends ${name}`;
  });
  last = installing.catch(() => {});
  return installing;
}

function isDebian(): boolean {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}
