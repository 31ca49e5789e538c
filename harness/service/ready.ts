/** Whether a service that was started answers yet, and how it is asked: over HTTP/1.1, with TLS where it speaks that. */
import http2 from 'node:http2';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { refused } from '../errors.ts';

/** One attempt. A service that hangs is asked again. */
const ATTEMPT_MS = 2_000;
const ASK_AGAIN_MS = 50;

/** Where a service that was given a port may be: some listen on `localhost`, which may be either address. */
export const addressesOf = (port: number): string[] => ['127.0.0.1', '[::1]'].map((host) => `http://${host}:${port}`);

export interface AskingToBeReady {
  /** What messages call it. */
  what?: string;
  /** Told each time that the path is answered, and not with 2xx. */
  onUnready?: ((status: number) => void) | undefined;
}

/**
 * Resolves to the first of some http addresses that answers: as it stands, or as https where the service speaks TLS,
 * whoever has signed its certificate. With a path, the answer must be 2xx, too.
 * @throws DuetError (exit 2) where it speaks HTTP/2 only; the signal's reason.
 */
export async function firstToAnswer(
  urls: readonly string[],
  readyPath: string | undefined,
  signal: AbortSignal,
  { what = 'the service', onUnready }: AskingToBeReady = {},
): Promise<string> {
  for (;;) {
    for (const url of urls) {
      signal.throwIfAborted();
      const found = await ask(url, readyPath, signal, { what, onUnready });
      if (found !== undefined) return found;
    }
    // Its own error would hide the signal's reason.
    await sleep(ASK_AGAIN_MS, undefined, { signal }).catch(() => {});
  }
}

const isSuccess = (status: number) => status >= 200 && status <= 299;

/** The address with its protocol, if it is ready. */
async function ask(
  url: string,
  readyPath: string | undefined,
  signal: AbortSignal,
  { what, onUnready }: AskingToBeReady & { what: string },
): Promise<string | undefined> {
  const isReady = (status: number) => {
    if (readyPath === undefined || isSuccess(status)) return true;
    onUnready?.(status);
    return false;
  };
  const plain = await statusOf(new URL(readyPath ?? '/', url), signal);
  if (plain === 'nobody') return undefined;
  // Servers with TLS have an answer of this kind for whoever does without.
  if (typeof plain === 'number' && plain !== 400) return isReady(plain) ? url : undefined;
  const secure = url.replace(/^http:/, 'https:');
  const encrypted = await secureStatusOf(new URL(readyPath ?? '/', secure), signal);
  if (encrypted !== undefined) return isReady(encrypted) ? secure : undefined;
  if (plain === 400) return isReady(plain) ? url : undefined;
  if (await speaksHttp2(url)) throw onlyHttp2(what, url, 'without TLS (h2c)');
  if (await speaksHttp2(secure)) throw onlyHttp2(what, url, 'with TLS (h2)');
  return undefined;
}

/** `nobody`: none listens, or none answers in time. `other`: somebody does, and it is no HTTP/1.1. */
async function statusOf(url: URL, signal: AbortSignal): Promise<number | 'nobody' | 'other'> {
  const limit = AbortSignal.timeout(ATTEMPT_MS);
  try {
    const { status, body } = await fetch(url, { redirect: 'manual', signal: AbortSignal.any([signal, limit]) });
    await body?.cancel();
    return status;
  } catch (error) {
    const code = ((error as Error).cause as { code?: string } | undefined)?.code ?? '';
    return limit.aborted || signal.aborted || UNREACHABLE.includes(code) ? 'nobody' : 'other';
  }
}
const UNREACHABLE = ['ECONNREFUSED', 'EADDRNOTAVAIL', 'EHOSTUNREACH', 'ENETUNREACH', 'EAFNOSUPPORT'];

/** Undefined where TLS, or HTTP/1.1 in it, is not what it speaks. */
function secureStatusOf(url: URL, signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_MS)]);
    const options = { rejectUnauthorized: false, agent: false, ALPNProtocols: ['http/1.1'], signal: limit };
    https
      .get(url, options, (response) => {
        response.on('error', () => {});
        resolve(response.statusCode);
        response.destroy();
      })
      .on('error', () => resolve(undefined));
  });
}

/** By whether it answers to HTTP/2's first frame with one of its own. */
function speaksHttp2(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const session = http2.connect(url, { rejectUnauthorized: false });
    const timer = setTimeout(() => end(false), ATTEMPT_MS);
    const end = (speaks: boolean) => {
      clearTimeout(timer);
      resolve(speaks);
      session.destroy();
    };
    session.on('error', () => end(false));
    session.once('close', () => end(false));
    session.once('remoteSettings', () => end(true));
  });
}

function onlyHttp2(what: string, url: string, how: string) {
  return refused(
    `${what} at ${url} speaks HTTP/2 ${how} and no HTTP/1.1, which is all that the load driver speaks`,
    'let it take HTTP/1.1 as well: most servers choose by what the client begins with',
  );
}
