import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serviceName } from './service-name.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'duet-name-'));
});
afterEach(() => rmSync(dir, { recursive: true }));
const write = (file: string, text: string) => writeFileSync(path.join(dir, file), text);

test('the name of a package, without its scope', () => {
  write('package.json', '{"name": "@acme/orders"}');
  expect(serviceName(dir)).toBe('orders');
});

test.each([
  '[build-system]\nname = "no"\n[project]\nname = "orders"\n',
  "[tool.poetry]\nversion = '1'\nname = 'orders'\n",
])('the name of a Python project', (text) => {
  write('pyproject.toml', text);
  expect(serviceName(dir)).toBe('orders');
});

test('of several folders the most special that has a name, or else the name of the folder', () => {
  const inner = path.join(dir, 'services-billing');
  mkdirSync(inner);
  expect(serviceName(inner, dir)).toBe('services-billing');
  write('package.json', '{"name": "all"}');
  expect(serviceName(inner, dir)).toBe('all');
  write('services-billing/package.json', '{"private": true, "name": "billing"}');
  expect(serviceName(inner, dir)).toBe('billing');
});
