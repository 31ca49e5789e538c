/** A request as vegeta reads it from a file of targets (`-format json`): a line of JSON, its body in base64. */
import type { HttpRequest } from './client.ts';

/** @param url where the service is, without a path. */
export function vegetaTarget(url: string, { method, path, headers = {}, body }: HttpRequest): string {
  const json = body === undefined ? undefined : JSON.stringify(body);
  const all = { ...headers, ...(json === undefined ? {} : { 'content-type': 'application/json' }) };
  const header = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]]));
  return JSON.stringify({
    ...{ method, url: url + path },
    ...(Object.keys(header).length === 0 ? {} : { header }),
    ...(json === undefined ? {} : { body: Buffer.from(json).toString('base64') }),
  });
}
