import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { besideOf } from '../../compare/beside.ts';
import type { Beside } from '../../results/beside.ts';
import { golden, goldenUpgraded } from '../../tests/golden/golden.ts';
import { goldenBeside, goldenBesideUnfair } from '../../tests/golden/golden-beside.ts';
import { renderBesideHtml } from './html.ts';
import { renderBesideMarkdown } from './markdown.ts';
import { refuseUnlike } from './refuse.ts';
import { renderBesideSummary } from './terminal.ts';

test('the whole page reads as it was reviewed', async () => {
  await expect(renderBesideMarkdown(goldenBeside())).toMatchFileSnapshot('../../tests/golden/pages/beside.md');
});

test('the same runs give the same bytes', () => {
  expect(renderBesideHtml(goldenBeside())).toBe(renderBesideHtml(goldenBeside()));
});

const screen = (beside: Beside) => {
  const { document } = parseHTML(renderBesideHtml(beside));
  const text = (selector: string) => document.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  return { document, text };
};

describe('the first screen', () => {
  test('says which gains differ, by how much, and in what the runs do', () => {
    const { text } = screen(goldenBeside());
    expect(text('.answer-lead')).toMatch(
      /^1 of \d+ gains differs: batching in Node is 1\.1\d× smaller here \(1\.\d+–1\.\d+\); 2 more, perhaps by chance\. The runs differ in Node runtime \(Node\.js 26\.1\.0 here, Node\.js 24\.21\.0 there\)\.$/,
    );
  });

  test('has a sentence for each stack of every pattern', () => {
    const { document, text } = screen(goldenBeside());
    expect(document.querySelectorAll('.answers li')).toHaveLength(5);
    expect(document.querySelectorAll('.answers li p:not(.answer-gain)')).toHaveLength(10);
    expect(text('.answers li:nth-child(4) p:nth-child(2)')).toMatch(
      /^Node: \d+\.\d× here, \d+\.\d× there: 1\.1\d× smaller here \(.*\)\. What differs is after \(.* here, .* there\)\.$/,
    );
    expect(text('.answers li:nth-child(1) p:nth-child(3)')).toMatch(
      /^Python: 2\.\d+× here, 2\.\d+× there: no difference shown \(.*\)\.$/,
    );
  });

  test('draws every gain twice, each with its interval, and tells screen readers what', () => {
    const { document } = screen(goldenBeside());
    const wide = document.querySelector('#answer .wide svg');
    expect(wide?.querySelectorAll('.mean circle, .mean path')).toHaveLength(20);
    expect(wide?.querySelectorAll('.there circle, .mean.there path')).toHaveLength(10);
    expect(wide?.querySelectorAll('.interval path')).toHaveLength(20);
    expect(wide?.querySelectorAll('.gain-value text')).toHaveLength(2);
    expect(wide?.querySelector('desc')?.textContent).toMatch(/Batching in Node: .* here, .* there, smaller here/);
  });

  test('warns of other work and of another machine, and says that a run is partial', () => {
    const { document } = screen(goldenBesideUnfair());
    const banners = [...document.querySelectorAll('.banner')].map(({ textContent }) => textContent ?? '');
    expect(banners).toHaveLength(3);
    expect(banners[0]).toContain('did not do the same work');
    expect(banners[0]).toContain('profile (quick here, standard there)');
    expect(banners[0]).not.toContain('file_bytes');
    expect(banners[1]).toContain('processor (Example CPU E5 @ 2.60 GHz here, Another CPU there)');
    expect(banners[2]).toContain('Here: This report is partial.');
    expect(document.querySelector('#differences')?.textContent).toContain('file_bytes');
  });

  test('says that nothing differs where nothing does', () => {
    const there = golden(8);
    there.run.id = 'again';
    const { text } = screen(besideOf(golden(8), there));
    expect(text('.answer-lead')).toMatch(/^None of \d+ gains differs between the two runs/);
    expect(text('.answer-lead')).toContain('They record no difference in software, machine or work.');
    expect(text('#differences')).toContain('Nothing that a run records.');
  });
});

describe('the terminal', () => {
  test('has a line for each gain, and its files', () => {
    const beside = goldenBeside();
    const text = renderBesideSummary(beside, { color: false, width: 120, files: ['a/beside.html', 'a/beside.md'] });
    expect(text).toMatch(/^Batching, time\n {2}Node +\S+× here +\S+× there +smaller here +0\.8\S+× \(.*\)$/m);
    expect(text).toContain('Report: a/beside.html\n        a/beside.md\n');
  });

  test.each([40, 80, 140])('no line is wider than %d columns', (width) => {
    const lines = renderBesideSummary(goldenBesideUnfair(), { color: false, width }).split('\n');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  });
});

describe('what cannot be laid beside each other', () => {
  test('is the same run twice', () => {
    expect(() => refuseUnlike(besideOf(golden(), golden()))).toThrow('both are run golden');
  });

  test('are runs without a pattern or a stack in common', () => {
    const only = (name: string, results = goldenUpgraded()) => {
      results.run.patterns = results.run.patterns.filter((pattern) => pattern === name);
      results.patterns = results.patterns.filter(({ pattern }) => pattern === name);
      return results;
    };
    expect(() => refuseUnlike(besideOf(only('parallel', golden()), only('pooling')))).toThrow(
      'the runs have no patterns in common: golden has parallel, golden-upgraded has pooling',
    );
    const node = golden();
    node.run.stacks = ['node'];
    const python = goldenUpgraded();
    python.run.stacks = ['python'];
    expect(() => refuseUnlike(besideOf(node, python))).toThrow('no stacks in common: golden has node');
  });

  test('are not two runs that differ', () => {
    expect(() => refuseUnlike(goldenBeside())).not.toThrow();
  });
});

test('markup in data is shown, not run', () => {
  const evil = '"><script>alert(1)</script>';
  const there = golden(8);
  Object.assign(there.run, { id: evil, command: evil });
  Object.assign(there.run.environment, { cpu: evil, os: evil });
  for (const pattern of there.patterns) pattern.title = evil;
  const page = renderBesideHtml(besideOf(goldenUpgraded(), there));
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});
