/**
 * Finds the load drivers of the tests. What is missing is installed where that may be: wrk from Debian, vegeta from Debian
 * or with Go. Elsewhere the tests do without, and say why, as they do without an oha.
 */
import path from 'node:path';
import { $ } from 'zx';
import { cacheFolder } from '../install.ts';
import { findProgram } from '../lab/find-program.ts';
import { ensureProgram } from './debian.ts';

type Found = { path: string } | { missing: string };

const WHAT = 'the tests of load drivers';
/** What Go builds for the tests. */
const BUILT = path.join(cacheFolder, 'drivers');
const find = (name: string) => findProgram(name, { folders: [BUILT] });

export const ensureWrk = (): Promise<Found> => ensureProgram('wrk', WHAT, () => find('wrk'));

/** No package of Debian or of Go has it, and Cargo builds it for many minutes. */
export function findOha(): Found {
  const found = find('oha');
  return found === undefined ? { missing: `there is no oha on PATH, or in ${BUILT}` } : { path: found };
}

let building: Promise<Found> | undefined;

/** Not every Debian has it. */
export async function ensureVegeta(): Promise<Found> {
  const found = find('vegeta');
  if (found !== undefined) return { path: found };
  if (findProgram('go') === undefined) return ensureProgram('vegeta', WHAT, () => find('vegeta'));
  building ??= build();
  return await building;
}

async function build(): Promise<Found> {
  console.error(`duet: building vegeta with Go for ${WHAT} (once)`);
  const go = $({ env: { ...process.env, GOBIN: BUILT }, quiet: true });
  try {
    await go`go install github.com/tsenart/vegeta/v12@v12.13.0`;
  } catch (error) {
    return { missing: `Go did not build vegeta: ${(error as Error).message.split('\n')[0]}` };
  }
  const built = find('vegeta');
  return built === undefined ? { missing: 'Go built vegeta, but it is not there' } : { path: built };
}

/** PATH with the folder of a program in front. */
export const onPath = (program: Found): string =>
  'path' in program ? `${path.dirname(program.path)}${path.delimiter}${process.env.PATH}` : (process.env.PATH ?? '');
