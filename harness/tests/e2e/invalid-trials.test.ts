/** Rules of validity that are about the machine, broken for real under a run. What else the machine does breaks them no less. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import { broken, compare, conclude, isOver, samplesOf, startDuetWith, underWay, untilTrial } from './broken-rules.ts';
import { startDuet } from './duet-process.ts';
import { leasedProcesses, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders } from './place.ts';
import { QUIET } from './preloading.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

test('foreign-cpu and driver-late: a process beside it burns a core, and the harness is held up again and again', async () => {
  const burner = spawn(process.execPath, ['-e', 'for (;;);']);
  try {
    // It takes what nobody else wants: beside other work that is little, and the other work is as foreign.
    setPriority(burner.pid as number, constants.priority.PRIORITY_LOW);
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
