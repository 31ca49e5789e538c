/** What the pages say of shares, and of those that were merged. */
import { describe, expect, test } from 'vitest';
import { isShard, mergeShards, type ShardResults } from '../../diff/merge/merge.ts';
import type { DiffResults } from '../../results/schema.ts';
import { ONE_CELL, type Shared, simulateShards } from '../../tests/simulated/simulated-diff.ts';
import { renderDiffHtml } from './html.ts';
import { renderDiffJunit } from './junit.ts';
import { renderDiffMarkdown } from './markdown.ts';
import { renderDiffSummary } from './terminal.ts';

const SHARED: Shared = { shards: 4, blocks: 20, cells: [ONE_CELL], sd: 0.01 };
const merge = (shards: readonly DiffResults[]) =>
  mergeShards(shards.filter(isShard), { id: 'merged', command: 'merge shares/*/diff.json' });
const merged = (some: Partial<Shared> = {}) => merge(simulateShards({ ...SHARED, ...some }));
const terminal = (results: DiffResults) => renderDiffSummary(results, { color: false, width: 100, files: [] });
const everywhere = async (results: DiffResults) => [
  terminal(results).replace(/\s+/g, ' '),
  renderDiffMarkdown(results),
  await renderDiffHtml(results),
];

describe('a share', () => {
  const [share] = simulateShards({ ...SHARED, ratios: { cpu: 1.2 } }) as [ShardResults];

  test('says which it is and who judges it, and neither passes nor fails', async () => {
    for (const text of await everywhere(share)) {
      expect(text).toContain('MEASURED: shard 1 of 4');
      expect(text).toContain('blocks 1 to 5 of 20');
      expect(text).toContain('duet merge');
      expect(text).not.toMatch(/PASS|FAIL|No change: /);
    }
    // Equal counts are told with all other counts, further down.
    expect(terminal(share)).not.toContain('statements');
  });
  test('has only test cases that are skipped', () => {
    const junit = renderDiffJunit(share);
    expect(junit).not.toMatch(/<failure|<error/);
    expect(junit.match(/<testcase /g)).toHaveLength(junit.match(/<skipped /g)?.length ?? 0);
  });
});

describe('shares that were merged', () => {
  test('show each machine, and that they agree', async () => {
    const results = merged();
    const [, markdown = '', page = ''] = await everywhere(results);
    for (const text of [markdown, page]) {
      expect(text).toContain('The machines');
      for (const shard of [1, 2, 3, 4]) expect(text).toContain(`share-${shard}`);
      expect(text).toContain('they agree');
      expect(text).toContain('20 blocks of every cell, shared among 4');
    }
    for (const text of await everywhere(results)) expect(text).toContain('4 machines, which agree in what decides.');
    expect(markdown).toContain('duet merge shares');
    expect(markdown).not.toContain('--seed');
  });

  test('say where machines differ, in the row and above it', async () => {
    for (const text of await everywhere(merged({ machines: [1.05, 1.1, 1.15, 1.2] }))) {
      expect(text).toContain('FAIL: regression');
      expect(text).toMatch(/the machines differ: \+[45]\.\d % to \+\d\d\.\d %/);
      expect(text).toContain('which differ in 1 of the 1 metrics that decide');
    }
  });

  test('say which are missing, in the first line', async () => {
    const [one, two, , four] = simulateShards(SHARED) as [DiffResults, DiffResults, DiffResults, DiffResults];
    for (const text of await everywhere(merge([one, two, four]))) {
      expect(text).toContain('PASS: no change (3 of 4 shards)');
      expect(text).toContain('Of 4 shards 3 is missing.');
    }
  });

  test('name the blocks to ask for where they decided nothing', () => {
    const results = merged({ ratios: { cpu: 1.04 }, sd: 0.08 });
    expect(results.verdict).toBe('inconclusive');
    expect(terminal(results).replace(/\s+/g, ' ')).toContain('more blocks than --blocks 20');
  });
});

test('shares on one machine alone have no machines to tell apart', async () => {
  const [, markdown] = await everywhere(merged({ shards: 1 }));
  expect(markdown).not.toContain('Do the machines agree?');
});
