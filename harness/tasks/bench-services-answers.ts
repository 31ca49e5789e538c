/** Builds, starts and asks an example at one of its commits, without measuring anything: it must work before it is compared. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { connectTo } from '../lab/database-client.ts';
import { freePort } from '../lab/free-port.ts';
import { createDatabase, withDatabase } from '../lab/new-database.ts';
import type { Database } from '../lab/postgres.ts';
import { startChild } from '../lab/process.ts';
import { runToEnd } from '../lab/run-to-end.ts';
import type { Workplace } from '../lab/workplace.ts';
import type { ServiceConfig } from '../service/config.ts';
import { prepareService } from '../service/read-config.ts';
import type { ExampleHistory } from '../tests/builders/example-history.ts';

export interface Answer {
  request: string;
  status: number;
  bytes: number;
}

interface Around {
  workplace: Workplace;
  database: Database;
  signal: AbortSignal;
}

/** @throws Error with the end of the output of a command that fails; DuetError where it does not start. */
export async function answersOf(
  history: ExampleHistory,
  commit: string,
  { workplace, database, signal }: Around,
): Promise<Answer[]> {
  const dir = path.join(workplace.dir, `${path.basename(history.dir)}-${commit.slice(0, 8)}`);
  history.git('worktree', 'add', '--quiet', '--detach', dir, commit);
  const config = ((await import(path.join(dir, 'duet.config.ts'))) as { default: ServiceConfig }).default;
  const url = await emptyDatabase(database.url, path.basename(dir));
  const env = { ...(process.env as Record<string, string>), ...config.env, DATABASE_URL: url };
  for (const line of [config.build, config.database?.migrate, config.database?.seed]) {
    if (line === undefined) continue;
    const { failed, all } = await runToEnd(workplace, 'sh', ['-c', line], { signal, cwd: dir, env });
    if (failed) throw new Error(`${line}: ${all?.split('\n').slice(-12).join('\n')}`);
  }
  const port = await freePort();
  const told = (text: string) => text.replaceAll('{port}', String(port));
  const variables = Object.entries(env).map(([name, value]) => [name, told(value)]);
  mkdirSync(path.join(dir, 'out'), { recursive: true });
  await using _service = await startChild(workplace, {
    what: config.start,
    command: 'sh',
    args: ['-c', `exec ${told(config.start)}`],
    env: Object.fromEntries(variables),
    cwd: dir,
    logFile: path.join(dir, 'out/service.log'),
    startTimeoutMs: 30_000,
    roamsOn: port,
    readyBy: (until) => answering(`http://127.0.0.1:${port}${config.ready ?? '/'}`, until),
  });
  const answers: Answer[] = [];
  for (const { request } of prepareService(config, dir, 'duet.config.ts').requests) {
    const { method, path: target } = request(0, {});
    const response = await fetch(`http://127.0.0.1:${port}${target}`, { method, signal });
    answers.push({
      request: `${method} ${target}`,
      status: response.status,
      bytes: (await response.arrayBuffer()).byteLength,
    });
  }
  return answers;
}

async function emptyDatabase(url: string, name: string): Promise<string> {
  const client = await connectTo(url);
  try {
    await createDatabase(client, name);
  } finally {
    await client.end();
  }
  return withDatabase(url, name);
}

/** Asks until it answers well. */
async function answering(url: string, signal: AbortSignal): Promise<Record<string, string>> {
  while (!signal.aborted) {
    const isUp = await fetch(url, { signal }).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return { listening: url };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw signal.reason;
}

/** Whether this machine has the program. */
export function hasProgram(name: string): boolean {
  try {
    execFileSync(name, [name === 'go' ? 'version' : '--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
