/** Finds the browser that the end-to-end tests open the report in; Debian's is installed when it is missing. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackage, mayInstall } from './debian.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MACOS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Where a Chromium or Chrome is: CHROMIUM when it is set, else the first found on PATH or among macOS's applications. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env.CHROMIUM;
  if (named) return isExecutable(named) ? named : undefined;
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...MACOS].find(isExecutable);
}

/** The path of a Chromium, after installing Debian's where root may. Throws with what to install where nothing else helps. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  if (process.env.CHROMIUM) throw new Error(`CHROMIUM=${process.env.CHROMIUM} is no program that can be run`);
  if (!mayInstall()) {
    throw new Error(
      'the end-to-end tests need Chromium or Chrome. Fix: apt-get install chromium (Debian), brew install --cask ' +
        'google-chrome (macOS), or set CHROMIUM to its path',
    );
  }
  await installPackage('chromium', 'the end-to-end tests');
  const installed = findChromium();
  if (!installed) throw new Error('apt-get installed chromium, but no chromium is on PATH');
  return installed;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
