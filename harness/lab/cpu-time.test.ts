import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { childrenCpuMs, familyCpuMs, groupCpuMs, startGroupCpu } from './cpu-time.ts';
import { hasProc } from './proc.ts';

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

it('counts what a thread did, and does not take away what one that has ended had done before', async ({ skip }) => {
  skip(!hasProc, 'it needs /proc');
  const thread = `
    ${burn}
    require('node:worker_threads').parentPort.postMessage('burnt');
    setInterval(() => {}, 1_000);`;
  const threads = `
    const thread = new (require('node:worker_threads').Worker)(${JSON.stringify(thread)}, { eval: true });
    thread.once('message', console.log);
    process.stdin.once('data', async () => {
      await thread.terminate();
      console.log('ended');
      process.stdin.once('data', () => process.exit());
    });`;
  const child = spawn(process.execPath, ['-e', threads], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const said = () => once(child.stdout, 'data');
  try {
    await said();
    expect(groupCpuMs(child.pid as number)).toBeGreaterThan(BURN_MS / 2);
    const cpuSince = startGroupCpu(child.pid as number);
    child.stdin.write('go');
    await said();
    expect(cpuSince()).toBeGreaterThan(0);
    expect(cpuSince()).toBeLessThan(BURN_MS / 2);
  } finally {
    child.stdin.write('go');
    await once(child, 'exit');
  }
});

it('says nothing of a process that is not there', ({ skip }) => {
  skip(!hasProc, 'it needs /proc');
  expect(familyCpuMs(2 ** 30)).toBeUndefined();
});
