import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { missingPeaks, watchTreeMemory } from './tree-memory.ts';

const CHILD_BYTES = 80_000_000;
const OWN_BYTES = 60_000_000;

/** Takes memory itself when told "own", in a child process when told "child", and says when it is done. */
const program = `
  const { spawnSync } = require('node:child_process');
  const take = (bytes) => Buffer.alloc(bytes, 1);
  const orders = {
    own: () => void take(${OWN_BYTES}),
    child: () => spawnSync(process.execPath, ['-e', 'const kept = Buffer.alloc(${CHILD_BYTES}, 1); setTimeout(() => kept, 400)']),
    end: () => process.exit(),
  };
  process.stdin.on('data', (order) => { orders[String(order).trim()](); console.log('done'); });
  console.log('ready');`;

it('sees a peak of the process itself and of a child that has ended, each in its own watch', async ({ skip }) => {
  skip(missingPeaks() !== undefined, missingPeaks());
  const child = spawn(process.execPath, ['-e', program], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const group = child.pid as number;
  const said = () => once(child.stdout, 'data');
  const overIdle = async (order: string) => {
    const memorySince = watchTreeMemory(group);
    child.stdin.write(order);
    await said();
    const memory = memorySince();
    return (memory?.peakBytes ?? 0) - (memory?.idleBytes ?? 0);
  };
  try {
    await said();
    expect(await overIdle('own')).toBeGreaterThan(OWN_BYTES * 0.9);
    expect(await overIdle('child')).toBeGreaterThan(CHILD_BYTES * 0.9);
    // What was needed earlier does not show in a later watch.
    expect(watchTreeMemory(group)()?.peakBytes).toBeLessThan(OWN_BYTES + CHILD_BYTES);
  } finally {
    child.stdin.write('end');
    await once(child, 'exit');
  }
});
