/** Rules of validity that are about the machine, broken for real under a run that has it to itself otherwise. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { broken, compare, conclude, isOver, samplesOf, startDuetWith, underWay, untilTrial } from './broken-rules.ts';
import { startDuet } from './duet-process.ts';
import { leasedProcesses, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

test('foreign-cpu: a process beside it burns a core', async () => {
  const burner = spawn(process.execPath, ['-e', 'for (;;);']);
  try {
    await using run = startDuet(place, compare('quick', 'pooling'));
    const { invalid, trials, trustworthy } = await conclude(place, run, 'foreign-cpu');
    expect(invalid).toBeGreaterThan(0.2 * trials);
    expect(trustworthy).toBe(false);
    const report = readFileSync(join(runFolders(place)[0] as string, 'report.md'), 'utf8');
    expect(report).toContain('Do not trust these numbers');
    expect(report).toMatch(/other processes used \d\.\d\d of a core/);
  } finally {
    burner.kill('SIGKILL');
  }
});

test('driver-late: the harness is held up for 300 ms, again and again', async () => {
  await using run = startDuet(place, compare('quick', 'workers', 2));
  await untilTrial(run, 'workers/node/');
  // A trial sends for 560 ms at least: it cannot pass between two stops that begin 500 ms after one another.
  while (broken(place, 'driver-late').length === 0 && !isOver(run)) {
    process.kill(run.pid, 'SIGSTOP');
    await sleep(300);
    process.kill(run.pid, 'SIGCONT');
    await sleep(200);
  }
  await conclude(place, run, 'driver-late');
});

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

/** Other processes of the machine seem to do nothing: what they do would make the trials invalid that the rule needs. */
const QUIET = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { readFileSync } = fs;
  let first;
  fs.readFileSync = (file, ...options) =>
    file === '/proc/stat' ? (first ??= readFileSync(file, ...options)) : readFileSync(file, ...options);
  syncBuiltinESMExports();`;

test('control-moved: the service is held up whenever the control is measured', async () => {
  const { run } = startDuetWith(place, QUIET, compare('quick', 'parallel', 6));
  await using _ = run;
  const send = (signal: NodeJS.Signals) => {
    try {
      const pid = leasedProcesses(place).get('the node service');
      if (pid !== undefined) process.kill(pid, signal);
    } catch {} // it has ended with its phase, or the run with it
  };
  while (!isOver(run)) {
    if (underWay(run).includes('parallel/node/after again')) {
      send('SIGSTOP');
      await sleep(100);
      send('SIGCONT');
    }
    await sleep(5);
  }
  const { exitCode, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(5);
  const { controls, patterns, validity } = readResults(join(runFolders(place)[0] as string, 'results.json'));
  expect(controls?.find(({ metric }) => metric === 'latency')).toMatchObject({ variant: 'after', moved: true });
  expect(validity?.reasons.find(({ rule }) => rule === 'control-moved')?.trials).toBe(samplesOf(place).length);
  expect(validity?.distrust).toContainEqual({
    code: 'no-valid-trial',
    cells: ['parallel/node/before', 'parallel/node/after'],
  });
  expect(patterns[0]?.stacks.node?.gains[0]?.estimate).toBeNull();
});
