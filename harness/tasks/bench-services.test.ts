/** The examples that come with a change: their configs can be read, their changes apply, and what is expected can be found. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Value } from 'typebox/value';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ServiceConfig } from '../service/config.ts';
import { EXAMPLES, makeExampleHistory } from '../tests/builders/example-history.ts';
import { SERVICES } from './bench-services-list.ts';

test('every example with a change is in the list', () => {
  const changed = readdirSync(EXAMPLES).filter((name) => existsSync(path.join(EXAMPLES, name, 'change.patch')));
  expect(changed.toSorted()).toEqual(SERVICES.map(({ name }) => name).toSorted());
});

describe.for(SERVICES.map((example) => [example.name, example] as const))('%s', ([name, { expected }]) => {
  test('says what it is, and has the requests that are to be found slower', async () => {
    const { default: config } = (await import(path.join(EXAMPLES, name, 'duet.config.ts'))) as { default: unknown };
    expect([...Value.Errors(ServiceConfig, config)]).toEqual([]);
    const { requests } = config as ServiceConfig;
    for (const { request } of expected) expect(Object.keys(requests)).toContain(request);
    // One that the change leaves alone, or a second that it does not.
    expect(Object.keys(requests).length).toBeGreaterThan(1);
  });

  test('has a change that applies, to code and to nothing else', () => {
    const dir = mkdtempSync(path.join(os.tmpdir(), 'duet example '));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const history = makeExampleHistory(name, dir);
    expect(history.git('rev-parse', 'HEAD~1')).toBe(history.base);
    expect(history.git('status', '--porcelain')).toBe('');
    const changed = history.git('diff', '--name-only', history.base, history.head).split('\n');
    expect(changed.filter((file) => !/\.(ts|js|py|go)$/.test(file) || file === 'duet.config.ts')).toEqual([]);
  });
});
