import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { historyEntryOf } from '../../../compare/history-entry.ts';
import { trendViews } from '../../../compare/trends.ts';
import type { HistoryEntry } from '../../../results/schema.ts';
import { golden } from '../../../tests/golden/golden.ts';
import { historyOf } from '../../../tests/golden/history-of.ts';
import { renderServicesHtml } from './html.ts';
import { renderServicesSummary } from './terminal.ts';

const first = historyEntryOf(golden());

/** So many services with so many nights each; in the last night of the second one, gains are `last` times as large. */
function viewsOf(services: number, nights: number, last = 1.5) {
  const entries = Array.from({ length: services * nights }, (_, at): HistoryEntry => {
    const night = Math.floor(at / services);
    const service = at % services;
    const factor = (1 + (((night * 7) % 5) - 2) / 100) * (service === 1 && night === nights - 1 ? last : 1);
    return {
      ...first,
      run: `${at}`,
      service: `service-${service}`,
      finished_at: new Date(Date.UTC(2026, 0, 1, at)).toISOString(),
      gains: first.gains.map((gain) => ({ ...gain, value: gain.value * factor })),
    };
  });
  return trendViews(historyOf(entries));
}

const terminal = (views: ReturnType<typeof viewsOf>, width = 100) =>
  renderServicesSummary(views, { color: false, width }).split('\n');

describe('the terminal', () => {
  test('names what moved most first, and how many would stand out by chance', () => {
    const lines = terminal(viewsOf(3, 6));
    expect(lines[0]).toBe('18 runs of 3 services, quick profile, 2026-01-01 00:00 UTC to 2026-01-01 17:00 UTC.');
    expect(lines.join(' ')).toMatch(
      /12 of 36 gains of the newest runs stand out .*, in 1 service\. By chance .* about 2\./,
    );
    const table = lines.filter((line) => line.startsWith('  service-'));
    expect(table).toHaveLength(20);
    expect(table.slice(0, 12).every((line) => line.startsWith('  service-1 '))).toBe(true);
    expect(table.slice(12).some((line) => line.startsWith('  service-1 '))).toBe(false);
  });

  test('says that there are too few runs', () => {
    expect(terminal(viewsOf(2, 2)).join(' ')).toContain('no service has enough earlier runs');
  });

  test.each([40, 80, 140])('no line is wider than %d columns', (width) => {
    expect(terminal(viewsOf(3, 6), width).filter((line) => line.length > width)).toEqual([]);
  });
});

describe('the page', () => {
  test('has a row for each gain of each service, with what it is sorted by', () => {
    const { document } = parseHTML(renderServicesHtml(viewsOf(3, 6)));
    const rows = [...document.querySelectorAll('#services tbody tr')];
    expect(rows.length).toBe(36);
    expect(rows[0]?.querySelector('th')?.textContent).toBe('service-1');
    expect(rows[0]?.textContent).toContain('higher than expected');
    const distances = rows.map((row) => Number(row.querySelector('td:nth-child(5)')?.getAttribute('data-value')));
    expect(distances).toEqual(distances.toSorted((one, other) => other - one));
    expect(rows[0]?.textContent).toMatch(/[▁-█]{6}/);
  });

  test('of 50 services with 200 runs each can be looked at', () => {
    const page = renderServicesHtml(viewsOf(50, 200));
    expect(parseHTML(page).document.querySelectorAll('#services tbody tr').length).toBe(600);
    expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
  });
});
