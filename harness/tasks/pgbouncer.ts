/** Finds the PgBouncer of the tests; Debian's is installed when it is missing. Elsewhere they do without, and say why. */
import { findPgbouncer } from '../lab/pooler.ts';
import { installPackage, mayInstall } from './debian.ts';

/** The path of a PgBouncer, or why there is none. */
export async function ensurePgbouncer(): Promise<{ path: string } | { missing: string }> {
  const found = findPgbouncer();
  if (found !== undefined) return { path: found };
  if (!mayInstall()) return { missing: 'there is no pgbouncer on PATH, and only root may install it, on Debian' };
  try {
    await installPackage('pgbouncer', 'the tests of poolers');
  } catch (error) {
    return { missing: `apt-get did not install pgbouncer: ${(error as Error).message}` };
  }
  const installed = findPgbouncer();
  return installed === undefined
    ? { missing: 'apt-get installed pgbouncer, but there is none on PATH' }
    : { path: installed };
}
