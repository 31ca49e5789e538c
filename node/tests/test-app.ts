/** The app for tests: no port, no database, the golden files as its folder. */
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../app.ts';
import { readSettings } from '../settings.ts';

export const GOLDEN = fileURLToPath(new URL('../../fixtures/golden/', import.meta.url));

/** Nothing listens at these addresses: what a test reaches without them needs no database. */
export const ENVIRONMENT = {
  DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/none',
  UPSTREAM_URL: 'http://127.0.0.1:1',
  FILES_DIR: GOLDEN,
  WORKERS: '1',
};

export function testApp(changes: Record<string, string> = {}): FastifyInstance {
  return buildApp(readSettings({ ...ENVIRONMENT, ...changes }));
}
