/** The files that programs read the requests of a closed loop from: each is written once, however many trials ask the same. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ClosedLoad } from '../load/driver.ts';

type Requests = ClosedLoad['requests'];

/**
 * @param dir where they are put. @param ending of their names, as in `wrk.lua`: a number comes before it.
 * @param textOf what stands in the file. @returns the path of the file for requests, for services at this url where it names that.
 */
export function requestFiles(
  dir: string,
  ending: string,
  textOf: (requests: Requests, url: string) => string,
): (requests: Requests, url?: string) => string {
  const written = new Map<Requests, { file: string; url: string }>();
  return (requests, url = '') => {
    const before = written.get(requests);
    if (before?.url === url) return before.file;
    const file = before?.file ?? path.join(dir, `${written.size + 1}-${ending}`);
    writeFileSync(file, textOf(requests, url));
    written.set(requests, { file, url });
    return file;
  };
}
