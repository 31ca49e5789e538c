import { expect, test } from 'vitest';
import { hasProc, listProc, procBytes, processIds, procValue, readProc, readStat, statFields } from './proc.ts';

test.each(['node', 'tmux: server', 'odd ) 1 2 (name', ''])('fields are counted after the name "%s"', (name) => {
  const field = statFields(`4711 (${name}) S 17 4711 ${Array.from({ length: 47 }, (_, at) => at + 6).join(' ')}\n`);
  expect([1, 2, 3, 4, 5, 6, 22, 52].map(field)).toEqual(['4711', name, 'S', '17', '4711', '6', '22', '52']);
  expect(field(53)).toBe('');
});

test('what is not there is undefined, or an empty list', () => {
  expect(readProc('none')).toBeUndefined();
  expect(readStat(2 ** 30)).toBeUndefined();
  expect(listProc(`${2 ** 30}/task`)).toEqual([]);
  expect(procValue('self/status', 'NoSuchKey')).toBeUndefined();
  expect(procBytes('self/status', 'Name')).toBeUndefined();
});

test.skipIf(!hasProc)('this process is among all, has threads, a parent and memory', () => {
  expect(processIds()).toContain(process.pid);
  expect(listProc('self/task')).toContain(String(process.pid));
  expect([1, 4].map((number) => readStat('self')?.(number))).toEqual([process.pid, process.ppid].map(String));
  expect(readStat('self', String(process.pid))?.(1)).toBe(String(process.pid));
  expect(procValue('self/status', 'Pid')).toBe(String(process.pid));
  // Of pages, and well beyond what a number of KiB would be.
  expect((procBytes('self/status', 'VmHWM') ?? 0) % 4096).toBe(0);
  expect(procBytes('self/status', 'VmHWM')).toBeGreaterThan(2 ** 24);
});
