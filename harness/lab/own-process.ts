/** The processes of duet's own that stand around services: how each is started, and how it is told and asked something. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../install.ts';
import { bearing, controlToken } from './control-token.ts';
import { placement } from './placement.ts';
import { type Child, type ChildOptions, startChild } from './process.ts';
import type { Workplace } from './workplace.ts';

/** One of them is there, and does not answer. */
export class Silent extends Error {
  override name = 'Silent';
}

/** Starts a lab process of our own: harness/lab/<name>.ts, on the cores of "the rest". */
export function startOwn(
  workplace: Workplace,
  name: string,
  { what, logFile, env = {} }: { what: string; logFile: string; env?: ChildOptions['env'] },
): Promise<Child> {
  return startChild(workplace, {
    what,
    command: process.execPath,
    args: [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))],
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: path.join(cacheFolder, 'compiled'),
      EXIT_WITH_PARENT: '1',
      CONTROL_TOKEN: controlToken,
      ...env,
    },
    cores: placement.rest,
    logFile,
  });
}

const ANSWER_MS = 5_000;

/** @throws where the answer is no success; Silent where there is none in time. */
export async function call<T>(method: string, url: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(ANSWER_MS),
    headers: { ...bearing(controlToken), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: Error) => {
    if (error.name !== 'TimeoutError') throw error;
    throw new Silent(`${method} ${url} got no answer within ${ANSWER_MS / 1_000} s`);
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status}`);
  return (await response.json()) as T;
}
