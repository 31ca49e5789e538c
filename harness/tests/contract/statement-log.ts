/** What each service sends to PostgreSQL, as the server logs it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { expect, vi } from 'vitest';
import type { StackName } from '../../results/schema.ts';
import type { Surroundings } from './both.ts';

export interface StatementLog extends AsyncDisposable {
  /** A session of our own. */
  readonly observer: pg.Client;
  /** The statements that the service sent meanwhile, in order, with white space evened out. */
  statementsOf(stack: StackName, action: () => Promise<unknown>): Promise<string[]>;
  /** The values that went with the statements that the service sent meanwhile: those of each in one text. */
  parametersOf(stack: StackName, action: () => Promise<unknown>): Promise<string[]>;
  text(): string;
}

/** The name of a client, and what it sent. */
const STATEMENT = /^duet-(\w+)\|LOG: {2}(?:statement|execute [^:]+): (.*(?:\n\t.*)*)/gm;
const PARAMETERS = /^duet-(\w+)\|DETAIL: {2}Parameters: (.*)/gm;

/** Lets the server log every statement, with the name of its client. */
export async function openStatementLog({ lab, logDir }: Surroundings): Promise<StatementLog> {
  const observer = new pg.Client({ connectionString: lab.database.url, application_name: 'observer' });
  await observer.connect();
  await observer.query("ALTER SYSTEM SET log_statement = 'all'");
  await observer.query("ALTER SYSTEM SET log_line_prefix = '%a|'");
  await observer.query('SELECT pg_reload_conf()');
  const text = () => readFileSync(path.join(logDir, 'postgres.log'), 'utf8');
  let marks = 0;
  /** What is logged meanwhile. */
  async function during(action: () => Promise<unknown>): Promise<string> {
    const start = `mark ${++marks}`;
    const end = `mark ${++marks}`;
    await observer.query(`SELECT '${start}'`);
    await action();
    await observer.query(`SELECT '${end}'`);
    // PostgreSQL logs a statement before it runs it; the line reaches the file a moment later.
    await vi.waitFor(() => expect(text()).toContain(`'${end}'`), { timeout: 10_000, interval: 10 });
    const log = text();
    return log.slice(log.indexOf(`'${start}'`), log.indexOf(`'${end}'`));
  }
  const ofService = (stack: StackName, log: string, line: RegExp) =>
    [...log.matchAll(line)].filter(([, name]) => name === stack).map(([, , said = '']) => said.replace(/\s+/g, ' '));
  return {
    observer,
    text,
    statementsOf: async (stack, action) => ofService(stack, await during(action), STATEMENT),
    parametersOf: async (stack, action) => ofService(stack, await during(action), PARAMETERS),
    [Symbol.asyncDispose]: () => observer.end(),
  };
}
