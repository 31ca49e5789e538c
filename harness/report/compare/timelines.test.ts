import { expect, test } from 'vitest';
import type { PatternName, PatternResult, Results, Timeline, TimelineFacts } from '../../results/schema.ts';
import { golden, goldenFailure, untraced } from '../../tests/golden/golden.ts';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { renderSummary } from './terminal.ts';
import { timelineTable } from './timeline-html.ts';
import { TIMELINE, timelineView } from './timelines.ts';

const patternOf = (results: Results, name: PatternName) =>
  results.patterns.find(({ pattern }) => pattern === name) as PatternResult;
const viewOf = (results: Results, name: PatternName) => timelineView(patternOf(results, name), results.run.stacks);
const sentenceOf = (results: Results, name: PatternName) => viewOf(results, name)?.sentence;

test.each<[PatternName, string]>([
  [
    'parallel',
    'In Node a request ran three queries one after the other in 154 ms (`before`) and three queries at once in 60.6 ms (`after`)',
  ],
  ['streaming', 'In Node the memory of the process rose from 58.0 MB to 331 MB (`before`) and from 58.0 MB to 118 MB'],
  [
    'workers',
    'In Node no light request was answered for up to 250 ms of a report of 250 ms (`before`), 8.00 ms of a report',
  ],
  [
    'batching',
    'In Node 120 users took 24 calls one after the other in 1.18 s (`before`) and two calls one after the other',
  ],
  [
    'pooling',
    'In Node a request took four round trips with one new connection in 20.7 ms (`before`) and one round trip in 5.10 ms (`after`)',
  ],
])('%s: a sentence says what the picture shows', (name, text) => {
  const sentence = sentenceOf(golden(), name);
  expect(sentence).toContain(text);
  expect(sentence).toMatch(/; in Python .* \(`after(-pool)?`\)\.$/);
});

/** The golden run with other facts of one cell. */
function withCell(name: PatternName, change: (timeline: Timeline) => void): Results {
  const results = golden();
  const cell = patternOf(results, name).timelines?.find(
    ({ stack, variant }) => stack === 'node' && variant === 'after',
  );
  if (cell === undefined) throw new Error(`the golden run lost a timeline of ${name}`);
  change(cell);
  return results;
}

test.each<[string, Partial<TimelineFacts>, string]>([
  [
    'a pattern that is gone',
    { order: 'in-a-row', at_once: 1 },
    'and three queries one after the other in 60.6 ms (`after`)',
  ],
  [
    'one that is there in part',
    { order: 'in-part', at_once: 2 },
    'and three queries, up to two at once, in 60.6 ms (`after`)',
  ],
  ['a single query', { order: 'single', queries: 1, at_once: 1 }, 'and one query in 60.6 ms (`after`)'],
])('%s is told as it was seen', (_, facts, text) => {
  const results = withCell('parallel', (timeline) => Object.assign(timeline.facts as object, facts));
  expect(sentenceOf(results, 'parallel')).toContain(text);
});

test.each<[string, Partial<Timeline>, string]>([
  ['nothing was seen', { missing: { code: 'nothing-seen' } }, 'of the traced request nothing was seen'],
  ['all is encrypted', { missing: { code: 'encrypted' } }, 'the connection to PostgreSQL is encrypted'],
  ['there is no /proc', { missing: { code: 'no-proc' } }, 'read from /proc, which this system has not'],
  [
    'the service died',
    { missing: { code: 'error', message: 'the node service was ended by SIGKILL' } },
    'the tracing ended early: the node service was ended by SIGKILL',
  ],
])('where %s, the cell says so, and the others are drawn', async (_, cause, text) => {
  const results = withCell('streaming', (timeline) => {
    delete timeline.facts;
    Object.assign(timeline, { events: [], series: [], ...cause });
  });
  const view = viewOf(results, 'streaming');
  expect(view?.notes.at(-1)).toMatch(/^Node, after: /);
  expect(view?.notes.at(-1)).toContain(text);
  const page = await renderHtml(results);
  expect(page).toContain('Node, after: not traced');
  expect(page.match(/data-timeline="/g)).toHaveLength(5);
  expect(renderMarkdown(results)).toContain('Node, after');
});

test('a request that failed shows what was seen until then', async () => {
  const results = goldenFailure();
  expect(sentenceOf(results, 'streaming')).toMatch(
    /^In Node the memory .* MB \(`after`\), while `before` failed \(507 The file does not fit into one string\); in Python/,
  );
  expect(await renderHtml(results)).toContain('Node, before: failed (507)');
});

test('a cell that is missing altogether is named, and a pattern without any has a sentence and no picture', async () => {
  const results = golden();
  const [first, ...others] = results.patterns as [PatternResult, ...PatternResult[]];
  const without = { ...results, patterns: [{ ...first, timelines: [] }, ...others] };
  expect(viewOf(without, 'parallel')).toMatchObject({
    sentence: 'In Node nothing was traced; in Python nothing was traced.',
    table: null,
  });
  expect(viewOf(without, 'parallel')?.notes).toHaveLength(4);
  expect((await renderHtml(without)).match(/data-timeline="/g)).toHaveLength(4);
});

test('a run from before there were timelines is shown as it was', async () => {
  const older = untraced(golden());
  expect(viewOf(older, 'parallel')).toBeNull();
  for (const text of [
    await renderHtml(older),
    renderMarkdown(older),
    renderSummary(older, { color: false, width: 80 }),
  ]) {
    expect(text).not.toContain(TIMELINE);
    expect(text).not.toContain('traced');
  }
});

test('the sentence is on every report, and the picture on the page alone', async () => {
  const results = golden();
  expect(renderSummary(results, { color: false, width: 400 })).toContain(
    'Independent queries in parallel: In Node a request ran three queries one after the other in 154 ms (before)',
  );
  expect(renderMarkdown(results)).toContain('three queries one after the other in 154 ms (`before`)');
  const page = await renderHtml(results);
  expect(page).toContain('three queries one after the other in 154 ms (<code>before</code>)');
  for (const { pattern } of results.patterns) {
    for (const width of ['wide', 'narrow']) {
      expect(page).toContain(`<title id="${pattern}-timeline-${width}-title">`);
      expect(page).toContain(`<desc id="${pattern}-timeline-${width}-desc">`);
    }
  }
});

test('one stack alone is drawn, too', async () => {
  const results = golden();
  const node: Results = { ...results, run: { ...results.run, stacks: ['node'] } };
  expect(sentenceOf(node, 'pooling')).not.toContain('Python');
  expect((await renderHtml(node)).match(/data-timeline="/g)).toHaveLength(5);
});

test('its data has every event and every sample', () => {
  const linesOf = (name: PatternName) => {
    const view = viewOf(golden(), name);
    return (view && timelineTable(view)?.csv)?.split('\n') ?? [];
  };
  const [header, first] = linesOf('parallel');
  expect(header).toBe('stack,variant,kind,label,lane,start_ms,end_ms,value');
  expect(first).toBe('node,before,query,users,1,0,50.77,');
  expect(linesOf('workers')).toContain('node,before,light_ms,,,60,,251');
  expect(linesOf('workers')).toHaveLength(1 + 6 * (37 + 2));
});

test('the section on method says how long the tracing took', () => {
  expect(renderMarkdown(golden())).toContain(
    'traced before the first block, for the pictures of it over time. That took 6.60 s',
  );
});
