/** The requests that a file or the service itself lists, for a new config file. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { refused } from '../../errors.ts';
import { explainFileErrors } from '../../file-errors.ts';
import type { InitOptions } from '../../options/init.ts';
import { askOnce } from '../../service/ask-once.ts';
import { openFolder } from '../../service/detect/folder.ts';
import { requestsOfHar } from '../../service/detect/har-requests.ts';
import type { Listed } from '../../service/detect/listed-requests.ts';
import { OPENAPI_FILES, OPENAPI_PATHS, requestsOfOpenapi } from '../../service/detect/openapi-requests.ts';

/** What lists them, e.g. "openapi.yaml". */
export interface ListedBy extends Listed {
  readonly from: string;
}

/**
 * By the file that an option names, or by an OpenAPI document in the folder.
 * @throws DuetError (exit 2) where the file is no such thing.
 */
export function listedInFile(dir: string, { openapi, har, harHost, allMethods }: InitOptions): ListedBy | undefined {
  const all = allMethods === true;
  if (har !== undefined) return { ...requestsOfHar(textOf(har), har, { all, host: harHost }), from: har };
  if (openapi !== undefined) return { ...requestsOfOpenapi(textOf(openapi), openapi, { all }), from: openapi };
  const folder = openFolder(dir);
  const found = OPENAPI_FILES.find((file) => folder.read(file) !== undefined);
  if (found === undefined) return undefined;
  const file = path.join(dir, found);
  return { ...requestsOfOpenapi(textOf(file), file, { all }), from: found };
}

/** By the OpenAPI document that the service serves, where it does. */
export async function listedByService(
  url: string,
  { allMethods }: InitOptions,
  signal: AbortSignal,
): Promise<ListedBy | undefined> {
  for (const served of OPENAPI_PATHS) {
    const text = await textAt(url, served, signal);
    if (text === undefined || !text.includes('"openapi"')) continue;
    const listed = requestsOfOpenapi(text, served, { all: allMethods === true });
    if (Object.keys(listed.requests).length > 0) return { ...listed, from: served };
  }
  return undefined;
}

function textOf(file: string): string {
  if (!existsSync(file)) throw refused(`there is no file ${file}`, 'check the path');
  return explainFileErrors(`read ${file}`, () => readFileSync(file, 'utf8'));
}

/** Undefined where there is none. */
async function textAt(url: string, path: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const { status, text } = await askOnce(url, { method: 'GET', path }, limit);
    return status >= 200 && status <= 299 ? text : undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

const ANSWER_MS = 15_000;
