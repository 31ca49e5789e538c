import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { historyEntryOf } from '../../compare/history-entry.ts';
import { trendViews } from '../../compare/trends.ts';
import type { HistoryEntry } from '../../results/schema.ts';
import type { TrendView } from '../../results/trends.ts';
import { golden } from '../../tests/golden/golden.ts';
import { historyOf } from '../../tests/golden/history-of.ts';
import { renderHistoryHtml } from './html.ts';
import { renderHistorySummary } from './terminal.ts';

const first = historyEntryOf(golden());

/** A night's run whose gains are `factor` times those of the golden one. */
const night = (day: number, factor: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...first,
  run: `2026010${day}-020000-quick-0001`,
  finished_at: `2026-01-0${day}T02:00:00.000Z`,
  ...more,
  gains: first.gains.map((gain) => {
    const times = (value: number | null) => (value === null ? null : value * factor);
    return { ...gain, value: gain.value * factor, low: times(gain.low), high: times(gain.high) };
  }),
});

const view = (...history: HistoryEntry[]): TrendView => {
  const [found] = trendViews(historyOf(history));
  if (found === undefined) throw new Error('no view');
  return found;
};
const terminal = (found: TrendView, width = 100) => renderHistorySummary(found, { color: false, width }).split('\n');
const lineOf = (lines: string[], title: string) => lines[lines.findIndex((line) => line.startsWith(title)) + 1] ?? '';

const moved = { fingerprint: 'another', machine: 'Other <b>CPU</b>' };
const changed = { ...moved, method: 'another' };

describe('the terminal', () => {
  test('draws rises and falls, and compares the newest run with the median of those before', () => {
    const lines = terminal(view(night(1, 1), night(2, 1), night(3, 0.5), night(4, 1.1)));
    expect(lines[0]).toContain('4 runs of the quick profile, 2026-01-01 02:00 UTC to 2026-01-04 02:00 UTC');
    expect(lineOf(lines, first.gains[0]?.title ?? '')).toMatch(/^ {2}Node +██▁█ .*\+10\.0 % vs 3 earlier$/);
  });

  const ofFirst = (...history: HistoryEntry[]) => lineOf(terminal(view(...history)), first.gains[0]?.title ?? '');

  test('breaks the line where it was measured differently, and compares only with runs after that', () => {
    const history = [night(1, 1), night(2, 1), night(3, 2, changed), night(4, 2.1, changed)];
    expect(terminal(view(...history)).join('\n')).toContain('How duet measures changed once');
    expect(ofFirst(...history)).toMatch(/▁▁┊[▇█]█ .*\+5\.0 % vs 1 earlier$/);
    expect(ofFirst(night(1, 1), night(2, 2, changed))).toMatch(/first with this method$/);
  });

  test('goes on where the environment changes, and compares with runs of the same, wherever they stand', () => {
    const history = [night(1, 1), night(2, 2, moved), night(3, 1), night(4, 2.1, moved)];
    expect(terminal(view(...history)).join('\n')).toContain('The environment changed 3 times');
    expect(ofFirst(...history)).toMatch(/▁[▇█]▁█ .*\+5\.0 % vs 1 earlier$/);
    expect(ofFirst(night(1, 1), night(2, 2, moved))).toMatch(/\+100\.0 % vs 1 earlier, other environment$/);
  });

  test.each([40, 80, 140])('no line is wider than %d columns', (width) => {
    const many = Array.from({ length: 9 }, (_, day) => night(day + 1, 1 + day / 10));
    expect(terminal(view(...many), width).filter((line) => line.length > width)).toEqual([]);
  });
});

describe('what the newest run says', () => {
  const lead = (...history: HistoryEntry[]) =>
    parseHTML(renderHistoryHtml(view(...history))).document.querySelector('.answer-lead')?.textContent ?? '';

  test('is which gains stand out from the runs before it, on the page and on the terminal', () => {
    const history = [night(1, 0.99), night(2, 1), night(3, 1.01), night(4, 1.3)];
    expect(lead(...history)).toMatch(
      /^(\d+) of \1 gains of the newest run stand out from the 3 runs before it: parallel in Node is higher, 3\.\d+× \(before 2\.\d+×\), .* and \d+ more\.$/,
    );
    expect(terminal(view(...history)).join(' ')).toContain('gains of the newest run stand out from the 3 runs before');
  });

  test('is that none does', () => {
    expect(lead(night(1, 0.99), night(2, 1), night(3, 1.01), night(4, 1))).toMatch(
      /^The newest run is like the 3 runs before it: none of \d+ gains stands out\.$/,
    );
  });

  test('is that there are too few runs to tell, or none', () => {
    expect(lead(night(1, 1), night(2, 2))).toBe(
      'Whether a gain changed cannot be told yet: 1 run before the newest one, and three are needed.',
    );
    expect(lead(night(1, 1))).toBe('There is no earlier run to compare the newest one with.');
  });
});

describe('the picture of the newest run', () => {
  const drawn = (...history: HistoryEntry[]) =>
    parseHTML(renderHistoryHtml(view(...history))).document.querySelector('#newest');

  test('has a strip for every gain of the summary, with a dot for each run before', () => {
    const picture = drawn(night(1, 0.99), night(2, 1), night(3, 1.01), night(4, 1.3));
    expect(picture?.querySelectorAll('tbody tr')).toHaveLength(10);
    expect(picture?.querySelectorAll('tbody tr:first-child .screening')).toHaveLength(3);
    expect(picture?.querySelectorAll('.within')).toHaveLength(10);
    expect(picture?.querySelector('.strip')?.getAttribute('aria-label')).toMatch(/^parallel, Node, .*higher than/);
  });

  test('has no band of what is expected where runs are too few, and no dots of another way of measuring', () => {
    const picture = drawn(night(1, 1), night(2, 2), night(3, 2, changed), night(4, 2.1, changed));
    expect(picture?.querySelectorAll('.within')).toHaveLength(0);
    expect(picture?.querySelectorAll('tbody tr:first-child .screening')).toHaveLength(1);
  });
});

describe('profiles', () => {
  const history = [night(1, 1), night(2, 1, { profile: 'standard' }), night(3, 1)];
  test("the newest run's is drawn, and the others are counted", () => {
    expect(terminal(view(...history))[0]).toContain('2 runs of the quick profile');
    expect(
      terminal(view(...history))
        .slice(0, 2)
        .join(' '),
    ).toContain('1 run of standard not shown');
  });
  test('another can be chosen, and one without runs gives nothing', () => {
    expect(trendViews(historyOf(history), 'standard')[0]?.entries).toHaveLength(1);
    expect(trendViews(historyOf(history), 'original')).toEqual([]);
  });
});

describe('the page', () => {
  const page = (...history: HistoryEntry[]) => parseHTML(renderHistoryHtml(view(...history))).document;

  test('has a chart per gain with a point per run, in each width', () => {
    const document = page(night(1, 1), night(2, 1.1), night(3, 1.2));
    const gains = new Set(first.gains.map(({ pattern, metric, kind }) => `${pattern} ${metric.id} ${kind}`));
    expect(document.querySelectorAll('figure.chart')).toHaveLength(gains.size);
    expect(document.querySelectorAll('#parallel .wide .end.node circle')).toHaveLength(3);
    expect(document.querySelectorAll('#runs tbody tr')).toHaveLength(3);
  });

  test('breaks lines where it was measured differently, and marks that and another environment', () => {
    const together = page(night(1, 1), night(2, 1.1), night(3, 1.2, moved), night(4, 1.3, moved));
    const broken = page(night(1, 1), night(2, 1.1), night(3, 1.2, changed), night(4, 1.3, changed));
    const lines = ({ document }: { document: ReturnType<typeof page> }) =>
      document.querySelectorAll('#parallel .wide .line.node path').length;
    expect(lines({ document: together })).toBe(1);
    expect(lines({ document: broken })).toBe(2);
    expect(together.querySelector('#parallel .wide .limit line')).toBeNull();
    expect(broken.querySelectorAll('#parallel .wide .limit line')).toHaveLength(1);
    const moves = [together, broken].map((each) => each.querySelectorAll('#parallel .wide .move line').length);
    expect(moves).toEqual([1, 0]);
  });

  test('a single run has its point, and data is no markup', () => {
    const document = page(night(1, 1, moved));
    expect(document.querySelectorAll('#parallel .wide .end.node circle')).toHaveLength(1);
    expect(document.querySelector('#runs b')).toBeNull();
    expect(document.querySelector('script')).toBeNull();
  });

  test('is the same whenever it is made', () => {
    expect(renderHistoryHtml(view(night(1, 1), night(2, 1)))).toBe(renderHistoryHtml(view(night(1, 1), night(2, 1))));
  });
});

describe('years of nights', () => {
  const nights = Array.from({ length: 400 }, (_, at) => ({
    ...night(1, 1 + (at % 7) / 100, at % 2 === 0 ? {} : moved),
    run: `${at}`,
    finished_at: new Date(Date.UTC(2026, 0, at)).toISOString(),
  }));
  const long = view(...nights);

  test('are a page of the newest, small enough to be looked at', () => {
    const page = renderHistoryHtml(long);
    const { document } = parseHTML(page);
    expect(document.querySelectorAll('#runs tbody tr')).toHaveLength(60);
    expect(document.querySelector('#runs h2')?.textContent).toBe('The newest 60 runs');
    expect(document.querySelectorAll('#parallel .wide .end.node circle')).toHaveLength(60);
    expect(document.querySelectorAll('#parallel .wide .move line').length).toBeLessThan(120);
    expect(page.length).toBeLessThan(1_500_000);
  });

  test('are said to be more than are shown', () => {
    expect(terminal(long).join(' ')).toContain('The newest 60 are shown.');
    expect(terminal(long)[0]).toContain('400 runs of the quick profile');
  });
});
