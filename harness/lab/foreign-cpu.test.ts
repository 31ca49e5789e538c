/** Who is charged for a core that burns: ours, or others. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { familyCpuMs } from './cpu-time.ts';
import { busyMs, findOwnership, startForeignAccount } from './foreign-cpu.ts';
import { hasProc } from './proc.ts';

it('counts the hypervisor, and neither waiting nor interrupts', () => {
  //                         user nice system idle iowait irq softirq steal guest
  const stat = 'cpu  100 20 3 999999 88888 7777 6666 4000 55 0\ncpu0 1 2 3 4 5 6 7 8 9 0\nintr 1\n';
  expect(busyMs(stat)).toBe(41_230);
});

const needsProc = hasProc ? undefined : 'needs /proc';

/** Burns a core until it is killed. */
let burner: ChildProcess;
beforeEach(async ({ skip }) => {
  skip(needsProc !== undefined, needsProc);
  burner = spawn(process.execPath, ['-e', 'console.log(); for (;;);'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(burner.stdout as NodeJS.ReadableStream, 'data');
});
afterEach(() => void burner?.kill('SIGKILL'));

it('is charged to whoever does not own its tree', async () => {
  // Both accounts of the same time, so that whatever else this machine does is in both.
  const accounts = [[], [process.pid]].map((roots) => startForeignAccount({ roots }));
  const burntMs = () => familyCpuMs(burner.pid as number) ?? Number.POSITIVE_INFINITY;
  for (const beforeMs = burntMs(); burntMs() - beforeMs < 500; ) await sleep(20);
  const [strangerMs, ownerMs] = accounts.map((end) => end()?.cpuMs ?? Number.NaN) as [number, number];
  // The accounts go in steps of 10 ms, and are not read at once.
  expect(strangerMs - ownerMs).toBeGreaterThan(250);
});

it('says why it cannot tell', async () => {
  expect(startForeignAccount({ missing: 'x' })()).toBeUndefined();
  expect(await findOwnership({ source: 'embedded', url: '' })).toEqual({ roots: [process.pid] });
});
