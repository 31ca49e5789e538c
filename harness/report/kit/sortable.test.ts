import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { ABSENT, sortableOf, sortableTable } from './sortable.ts';

interface Row {
  name: string;
  ms: number | null;
}

const rows: Row[] = [
  { name: 'a <b>', ms: 1_500 },
  { name: 'b', ms: null },
];
const table = sortableOf('Times', rows, [
  { heading: 'name', text: ({ name }) => name },
  {
    heading: 'time',
    text: ({ ms }) => (ms === null ? ABSENT : `${ms / 1000} s`),
    value: ({ ms }) => ms,
    tone: ({ ms }) => (ms === null ? 'bad' : 'good'),
  },
  { heading: 'nothing', text: () => ABSENT },
]);

test('a column that no row has anything for is left out', () => {
  expect(table.header).toEqual(['name', 'time']);
  expect(table.rows).toEqual([
    ['a <b>', '1.5 s'],
    ['b', ABSENT],
  ]);
});

test('a number has its value beside its text, and what is absent has none', () => {
  const { document } = parseHTML(sortableTable(table).toString());
  const cells = [...document.querySelectorAll('tbody td')];
  expect(cells.map((cell) => cell.getAttribute('data-value'))).toEqual(['1500', '']);
  expect(cells.map((cell) => cell.className)).toEqual(['number good', 'number bad']);
  expect([...document.querySelectorAll('thead th')].map((cell) => cell.className)).toEqual(['', 'number']);
});

test('nothing in a cell becomes markup', () => {
  const { document } = parseHTML(sortableTable(table).toString());
  expect(document.querySelectorAll('b').length).toBe(0);
  expect(document.querySelector('tbody th')?.textContent).toBe('a <b>');
});
