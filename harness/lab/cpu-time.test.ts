import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { childrenCpuMs, familyCpuMs, groupCpuMs } from './cpu-time.ts';
import { hasProc } from './process-table.ts';

const BURN_MS = 300;
const burn = `const { cpuUsage } = process; while (cpuUsage().user < ${BURN_MS} * 1000);`;

it('keeps the time of a child that has ended, which the sum over live processes loses', async ({ skip }) => {
  skip(!hasProc, 'it needs /proc');
  // A shell in a group of its own, whose one child burns and ends before the shell speaks.
  const shell = spawn('sh', ['-c', '"$0" -e "$1"; echo ended; read -r line', process.execPath, burn], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const pid = shell.pid as number;
  try {
    await once(shell.stdout, 'data');
    expect(familyCpuMs(pid)).toBeGreaterThan(BURN_MS * 0.9);
    expect(groupCpuMs(pid)).toBeLessThan(BURN_MS / 2);
    expect(childrenCpuMs(pid)).toBe(0);
  } finally {
    shell.stdin.end();
    await once(shell, 'exit');
  }
});

it('says nothing of a process that is not there', ({ skip }) => {
  skip(!hasProc, 'it needs /proc');
  expect(familyCpuMs(2 ** 30)).toBeUndefined();
});
