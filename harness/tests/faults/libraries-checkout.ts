/**
 * A checkout whose libraries need no network: what is installed for a field is nothing, and the library that each pattern's
 * "after" uses is a package of the repository itself.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFreshInstall } from '../e2e/fresh-install.ts';
import type { Place } from '../e2e/place.ts';

const FIELDS = ['database', 'batching', 'workers', 'serving'] as const;

/** @returns its folder. */
export function makeLibrariesCheckout(place: Place): string {
  const checkout = makeFreshInstall(place);
  for (const field of FIELDS) needNothing(checkout, field);
  return checkout;
}

/** @param generate what is run after the install. */
export function needNothing(checkout: string, field: (typeof FIELDS)[number], generate?: string): void {
  const write = (name: string, content: object) =>
    writeFileSync(join(checkout, 'node/libraries', field, name), JSON.stringify(content));
  const about = { name: field, version: '1.0.0' };
  write('package.json', { ...about, private: true, type: 'module', ...(generate ? { scripts: { generate } } : {}) });
  write('package-lock.json', { ...about, lockfileVersion: 3 });
}
