/** One question to a service that was started, outside of a load: over HTTP/1.1, with TLS whoever has signed its certificate. */
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { HttpRequest } from '../load/client.ts';
import { decodedBody } from '../load/content-coding.ts';

export interface OnlyAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Without transfer and content coding. */
  readonly text: string;
}

/**
 * Sends one request on a connection of its own, and follows no redirection.
 * @param url of the service, which begins with http or https.
 * @throws what the system says of the connection; the signal's reason.
 */
export async function askOnce(
  url: string,
  { method, path, headers = {}, body }: HttpRequest,
  signal: AbortSignal,
): Promise<OnlyAnswer> {
  signal.throwIfAborted();
  const content = body === undefined ? {} : { 'content-type': 'application/json' };
  const options = { method, headers: { ...headers, ...content }, agent: false as const, signal };
  const anybody = { ...options, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] };
  const isSecure = url.startsWith('https:');
  const sent = isSecure ? https.request(`${url}${path}`, anybody) : http.request(`${url}${path}`, options);
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  // From here on the answer says what goes wrong.
  sent.on('error', () => {});
  const answer = decodedBody(await buffer(response), response.headers['content-encoding']);
  return { status: response.statusCode as number, headers: headersOf(response), text: answer.toString('utf8') };
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const named = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return new Headers(named);
}
