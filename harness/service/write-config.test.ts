import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServiceConfig } from './config.ts';
import { readServiceConfig } from './read-config.ts';
import { configText } from './write-config.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-write-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const CONFIG: ServiceConfig = {
  build: 'npm ci && npm run build',
  start: `sh -c 'exec node "a\\\\b.js" {port}'`,
  env: { 'NODE-ENV': 'test', PORT: '{port}' },
  database: { from: 'duet', migrate: "it's" },
  requests: { 'get-it': 'GET /', add: { request: `POST /a {"text": "it's \\"so\\""}`, weight: 3, expect: ['json:a'] } },
};

test('members stand in the order of the page, whoever named them first', () => {
  const { env, ...others } = CONFIG;
  const text = configText({ ...others, ...(env && { env }) }, { format: 'ts', typed: true, comments: {} });
  expect(text).toBe(configText(CONFIG, { format: 'ts', typed: true, comments: {} }));
});

test('a comment says where each guess comes from', () => {
  const comments = { start: 'package.json: scripts.start', 'database.migrate': 'a\nb' };
  expect(configText(CONFIG, { format: 'ts', typed: true, comments })).toBe(
    [
      "import { defineConfig } from 'duet/config';",
      '',
      '// Written by `duet init`. `duet diff`, `duet ab` and `duet tune pool` read it; all members can be edited.',
      'export default defineConfig({',
      "  build: 'npm ci && npm run build',",
      '  // package.json: scripts.start',
      `  start: 'sh -c \\'exec node "a\\\\\\\\b.js" {port}\\'',`,
      '  env: {',
      "    'NODE-ENV': 'test',",
      "    PORT: '{port}',",
      '  },',
      '  database: {',
      "    from: 'duet',",
      '    // a b',
      `    migrate: "it's",`,
      '  },',
      '  requests: {',
      "    'get-it': 'GET /',",
      '    add: {',
      `      request: 'POST /a {"text": "it\\'s \\\\"so\\\\""}',`,
      '      weight: 3,',
      "      expect: ['json:a'],",
      '    },',
      '  },',
      '});',
      '',
    ].join('\n'),
  );
});

test.each(['ts', 'json'] as const)('what is written as %s is read as it was', async (format) => {
  const file = path.join(dir, format === 'ts' ? 'duet.config.mts' : 'duet.config.json');
  writeFileSync(file, configText(CONFIG, { format, typed: false, comments: {} }));
  expect((await readServiceConfig(file)).config).toEqual(CONFIG);
});
