/** The path with which a service says that it is ready, where its source has one of the usual names. */
import type { Folder } from './folder.ts';
import type { Guess } from './found.ts';
import { sourcesOf } from './variables.ts';

const PATHS = ['/health/ready', '/readyz', '/ready', '/healthz', '/health', '/livez', '/ping'];
/** A path in quotes that is no part of an address. */
const QUOTED = /["'`](\/[\w/]+)["'`]/g;

/** The one that says most comes first. */
export function readyPath(folder: Folder): Guess | undefined {
  const found = new Map<string, string>();
  for (const { file, text } of sourcesOf(folder)) {
    for (const [, path = ''] of text.matchAll(QUOTED)) if (!found.has(path)) found.set(path, file);
  }
  const path = PATHS.find((one) => found.has(one));
  return path === undefined ? undefined : { text: path, from: found.get(path) as string };
}
