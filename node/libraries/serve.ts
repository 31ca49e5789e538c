/**
 * The process of one library: `node serve.ts <field> <name>` opens `./<field>/<name>.ts` behind `./routes/<field>.ts`, says on
 * stdout where it listens, and stops on SIGTERM, SIGINT or the end of stdin.
 */
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import type { Health, LibraryModule, Start } from './library.ts';
import { readLibrarySettings, SettingsError } from './settings.ts';

/** A request that is still running this long after the signal is cut off. */
const GRACE_MS = 1_000;
const EXIT_USAGE = 2;
const EXIT_ENVIRONMENT = 4;

function exitWith(code: number, message: unknown): never {
  process.stderr.write(`serve.ts: ${message}\n`);
  process.exit(code);
}

const [field = '', name = ''] = process.argv.slice(2);
if (!/^[a-z]+$/.test(field) || !/^[a-z][a-z0-9-]*$/.test(name)) {
  exitWith(EXIT_USAGE, 'usage: node serve.ts <field> <name>');
}
const file = new URL(`./${field}/${name}.ts`, import.meta.url);

function versionOf(packageName: string): string {
  const path = findPackageJSON(packageName, file);
  if (path === undefined) throw new Error(`the package ${packageName} is not installed`);
  return JSON.parse(readFileSync(path, 'utf8')).version;
}

try {
  const settings = readLibrarySettings(process.env);
  const library: LibraryModule = await import(file.href);
  const { start }: { start: Start<LibraryModule> } = await import(`./routes/${field}.ts`);
  const versions = Object.fromEntries(library.packages.map((packageName) => [packageName, versionOf(packageName)]));
  const health: Health = { pid: process.pid, versions: { node: process.versions.node, ...versions } };
  const listening = await start(library, settings, health);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), GRACE_MS).unref();
    await listening.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (settings.exitWithParent) process.stdin.on('end', stop).on('error', stop).resume();
  process.stdout.write(`${JSON.stringify({ listening: `http://127.0.0.1:${listening.port}` })}\n`);
} catch (error) {
  if (error instanceof SettingsError) exitWith(EXIT_USAGE, error.message);
  exitWith(EXIT_ENVIRONMENT, error instanceof Error ? error.stack : error);
}
