/** A rule of validity that is broken by work in the harness itself: it takes all cores, and would take them from tests beside it. */
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, test } from 'vitest';
import { compare, conclude, startDuetWith, untilTrial } from './broken-rules.ts';
import { noProc } from './leftovers.ts';
import { makePlace, type Place } from './place.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

test('driver-saturated: the harness itself needs its whole core', async () => {
  // Threads that leave the driver's core, so that the process comes to one even beside other work.
  const burn = `
    import { Worker } from 'node:worker_threads';
    const burner = () => {
      const thread = require('node:fs').readlinkSync('/proc/thread-self').split('/').at(-1);
      require('node:child_process').execFileSync('taskset', ['-c', '-p', '0-1023', thread], { stdio: 'ignore' });
      for (;;);
    };
    const look = setInterval(() => {
      if (!on()) return;
      clearInterval(look);
      for (let i = 0; i < 8; i++) new Worker(\`(\${burner})()\`, { eval: true }).unref();
    }, 20).unref();`;
  const { run, on } = startDuetWith(place, burn, compare('quick', 'pooling'));
  await using _ = run;
  await untilTrial(run, 'pooling/node/');
  writeFileSync(on, '');
  await conclude(place, run, 'driver-saturated');
});
