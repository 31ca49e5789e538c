/** One request to a library's process, and what its failure says. */
import { withoutCheckout } from '../lab/source.ts';
import type { HttpRequest } from '../load/client.ts';
import { parsedJson } from '../parsed-json.ts';

export interface LibraryAnswer {
  status: number;
  text: string;
}

const TIMEOUT_MS = 60_000;

/** @throws an Error that says why, where there is no answer. */
export async function ask(
  { url }: { url: string },
  { method, path, body }: HttpRequest,
  signal: AbortSignal,
): Promise<LibraryAnswer> {
  try {
    const response = await fetch(url + path, {
      method,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const { message, cause } = error as Error;
    throw new Error(`no answer: ${cause instanceof Error ? cause.message : message}`, { cause: error });
  }
}

/** Undefined where the body is no JSON. */
export const bodyOf = ({ text }: LibraryAnswer): unknown => parsedJson(text);

/** An error of a library may be as long as the statement that failed. */
const MOST_TEXT = 600;

/** What was said, as far as it fits, and without where this checkout lies: results are shown to others. */
export const wordForWord = (said: string): string => withoutCheckout(said).slice(0, MOST_TEXT);

/** The error of a library, word for word: the name of its class, its message and its code, as far as the process tells them. */
export function errorIn(answer: LibraryAnswer): string {
  const { error, message, code } = (bodyOf(answer) ?? {}) as { error?: string; message?: string; code?: string };
  const said = error === undefined ? `${answer.status}: ${answer.text}` : `${error}: ${message ?? ''}`;
  return wordForWord(`${said}${code === undefined ? '' : ` (${code})`}`);
}
