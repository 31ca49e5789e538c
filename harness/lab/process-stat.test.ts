import { expect, test } from 'vitest';
import { statFields } from './process-stat.ts';

test.each(['node', 'tmux: server', 'odd ) 1 2 (name', ''])('fields are counted after the name "%s"', (name) => {
  const field = statFields(`4711 (${name}) S 17 4711 ${Array.from({ length: 47 }, (_, at) => at + 6).join(' ')}\n`);
  expect([3, 4, 5, 6, 22, 52].map(field)).toEqual(['S', '17', '4711', '6', '22', '52']);
  expect(field(53)).toBe('');
});
