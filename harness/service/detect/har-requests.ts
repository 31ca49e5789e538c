/**
 * The requests of a HAR file (HTTP Archive 1.2, as browsers save what they sent): those to one host, each once, with
 * the number of times that it was sent as its weight. Cookies and other headers are left out: they would be secrets in
 * a file.
 */
import { refused } from '../../errors.ts';
import { HTTP_METHODS } from '../../load/client.ts';
import { requestName } from '../request-name.ts';
import { withoutPlaceholders } from '../stranger-in-body.ts';
import { isSafe, type Listed, MOST_REQUESTS } from './listed-requests.ts';

interface Entry {
  method: string;
  url: URL;
  body: string | undefined;
}

export interface HarOptions {
  /** Also take requests that may change something. */
  all: boolean;
  /** The host of the service, e.g. "api.example.com"; by default that of this machine, or the only one. */
  host?: string | undefined;
}

/** @throws DuetError (exit 2) where it is no HAR file, or has no request to that host. */
export function requestsOfHar(text: string, file: string, { all, host }: HarOptions): Listed {
  const entries = readEntries(text, file);
  const own = host ?? hostOf(entries, file);
  const skipped: string[] = [];
  const counts = new Map<string, number>();
  for (const { method, url, body } of entries.filter((entry) => entry.url.host === own)) {
    if (!all && !isSafe(method)) continue;
    const what = `${method} ${url.pathname}${withoutBraces(url.search)}`;
    const json = body === undefined ? undefined : asJson(body);
    if (!(HTTP_METHODS as readonly string[]).includes(method)) skipped.push(`${what}: duet sends no ${method}`);
    else if (body !== undefined && json === undefined) skipped.push(`${what}: its body is no JSON`);
    else {
      const line = json === undefined ? what : `${what} ${json}`;
      counts.set(line, (counts.get(line) ?? 0) + 1);
    }
  }
  const often = [...counts].toSorted(([, one], [, other]) => other - one);
  const requests: Record<string, string | { request: string; weight: number }> = {};
  // All have the same weight where each was sent once, which is as good as none.
  const isMixed = often.some(([, weight]) => weight > 1);
  for (const [line, weight] of often.slice(0, MOST_REQUESTS)) {
    requests[requestName(line, Object.keys(requests))] = isMixed ? { request: line, weight } : line;
  }
  if (often.length > MOST_REQUESTS) skipped.push(`${often.length - MOST_REQUESTS} others, which were sent less often`);
  if (often.length > 0) return { requests, guessed: [], skipped };
  const hosts = [...new Set(entries.map(({ url }) => url.host))].join(', ');
  throw refused(`${file} has no ${all ? '' : 'GET '}request to ${own} that can be sent`, `it has requests to ${hosts}`);
}

function readEntries(text: string, file: string): Entry[] {
  const refuse = (why: string) =>
    refused(`${file} is no HAR file: ${why}`, 'save it in a browser: Network, Export HAR');
  let har: { log?: { entries?: unknown } } | null;
  try {
    har = JSON.parse(text);
  } catch (error) {
    throw refuse((error as Error).message);
  }
  if (!Array.isArray(har?.log?.entries)) throw refuse('it has no log with entries');
  return (har.log.entries as { request?: Partial<RawRequest> }[]).flatMap(({ request = {} }) => {
    const { method, url, postData } = request;
    if (method === undefined || url === undefined || !URL.canParse(url)) return [];
    return [{ method, url: new URL(url), body: postData?.text || undefined }];
  });
}

interface RawRequest {
  method: string;
  url: string;
  postData?: { text?: string };
}

/** @throws DuetError (exit 2) where it could be one of several. */
function hostOf(entries: readonly Entry[], file: string): string {
  const hosts = [...new Set(entries.map(({ url }) => url.host))];
  const here = hosts.filter((host) => /^(?:localhost|127\.0\.0\.1|\[::1\])(?::|$)/.test(host));
  const [only, other] = here.length > 0 ? here : hosts;
  if (only !== undefined && other === undefined) return only;
  if (only === undefined) throw refused(`${file} has no request`, 'save it while you use the service');
  throw refused(`${file} has requests to several hosts: ${hosts.join(', ')}`, `say which is yours: --har-host ${only}`);
}

/** A browser sends them as they stand, and a request line would take them for a placeholder. */
const withoutBraces = (query: string): string => query.replaceAll('{', '%7B').replaceAll('}', '%7D');

/** As it is sent: JSON without blanks, in which braces of texts are no placeholders. */
function asJson(text: string): string | undefined {
  try {
    return withoutPlaceholders(JSON.stringify(JSON.parse(text)));
  } catch {
    return undefined;
  }
}
