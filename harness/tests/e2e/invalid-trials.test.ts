/** Every rule of validity, broken for real under a run: it notices, tries once more, and says so in the end. */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../../results/run-folder.ts';
import type { Rule, Sample, Validity } from '../../results/schema.ts';
import { type DuetProcess, startDuet, until } from './duet-process.ts';
import { leasedProcesses, noProc } from './leftovers.ts';
import { makePlace, type Place, runFolders, sampleLines } from './place.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

/** One block of one pattern, in the profile that says everything works, or in one whose trials a busy machine spoils. */
const compare = (profile: 'smoke' | 'quick', pattern: string, blocks = 1) => [
  'compare',
  '--stack',
  'node',
  '--profile',
  profile,
  '--pattern',
  pattern,
  '--blocks',
  String(blocks),
];

const samples = () => sampleLines(place).map((line) => JSON.parse(line) as Sample);
const broken = (rule: Rule) => samples().filter(({ invalid = [] }) => invalid.some((one) => one.rule === rule));

/** The trial that is being measured, as the progress on stderr names it. */
const underWay = ({ printed }: DuetProcess) => printed.stderr.trimEnd().split('\n').at(-1) ?? '';
const untilTrial = (run: DuetProcess, cell: string) => until(run, cell, () => underWay(run).includes(`  ${cell}`));

const isOver = ({ printed }: DuetProcess) => printed.stderr.includes('duet: ended after');

/** Waits for the end, and checks what holds for every run in which a rule was broken. */
async function conclude(run: DuetProcess, rule: Rule): Promise<Validity> {
  const { exitCode, stdout, stderr } = await run.ended;
  const found = broken(rule);
  expect(found, stderr).not.toEqual([]);
  const folder = runFolders(place)[0] as string;
  const { status, validity } = readResults(join(folder, 'results.json'));
  expect(status, stderr).toBe('complete');
  expect(validity?.reasons.map((reason) => reason.rule)).toContain(rule);
  const [first] = found;
  for (const text of [stdout, readFileSync(join(folder, 'report.md'), 'utf8')]) expect(text).toContain('repeated');
  expect(samples()).toContainEqual(expect.objectContaining({ trial: first?.trial, attempt: 2 }));
  // What else this machine does may break further rules; the code follows from what was left.
  expect(exitCode, stderr).toBe(validity?.trustworthy ? 0 : 5);
  if (exitCode === 5) expect(stderr).toContain(`duet: this run is invalid: ${validity?.distrust}`);
  return validity as Validity;
}

test('foreign-cpu: a process beside it burns a core', async () => {
  const burner = spawn(process.execPath, ['-e', 'for (;;);']);
  try {
    await using run = startDuet(place, compare('quick', 'pooling'));
    const { invalid, trials, trustworthy } = await conclude(run, 'foreign-cpu');
    expect(invalid).toBeGreaterThan(0.2 * trials);
    expect(trustworthy).toBe(false);
    const report = readFileSync(join(runFolders(place)[0] as string, 'report.md'), 'utf8');
    expect(report).toContain('Do not trust these numbers');
    expect(report).toMatch(/other processes used \d\.\d\d of a core/);
  } finally {
    burner.kill('SIGKILL');
  }
});

test('driver-late: the harness is held up for 300 ms', async () => {
  await using run = startDuet(place, compare('quick', 'workers'));
  await untilTrial(run, 'workers/node/');
  await sleep(500);
  process.kill(run.pid, 'SIGSTOP');
  await sleep(300);
  process.kill(run.pid, 'SIGCONT');
  await conclude(run, 'driver-late');
});

/** Runs a module in the harness, and in no other process, before its own code. `ON` is a file that switches it on. */
function startDuetWith(module: string, args: string[]) {
  const on = join(place.dir, 'on');
  const file = join(place.dir, 'preload.mjs');
  writeFileSync(
    file,
    `import { existsSync } from 'node:fs';\nconst on = () => existsSync(${JSON.stringify(on)});\n${module}`,
  );
  const run = startDuet(place, args, { env: { NODE_OPTIONS: `--import=${file}` } });
  return { run, on };
}

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
  const { run, on } = startDuetWith(burn, compare('quick', 'pooling'));
  await using _ = run;
  await untilTrial(run, 'pooling/node/');
  writeFileSync(on, '');
  await conclude(run, 'driver-saturated');
});

// The clock of a machine that others use cannot be set. What reads it in the harness can be told otherwise.
test('clock-jumped: the time of day is set an hour ahead', async () => {
  const { run, on } = startDuetWith('const now = Date.now; Date.now = () => now() + (on() ? 3_600_000 : 0);', [
    ...compare('smoke', 'parallel'),
  ]);
  await using _ = run;
  await untilTrial(run, 'parallel/node/');
  // Until it falls into a trial, not between two.
  while (broken('clock-jumped').length === 0 && !isOver(run)) {
    if (existsSync(on)) rmSync(on);
    else writeFileSync(on, '');
    await sleep(130);
  }
  const { reasons } = await conclude(run, 'clock-jumped');
  expect(reasons.find(({ rule }) => rule === 'clock-jumped')?.example).toMatch(/ran -?(3600|3599)\d{3} ms ahead/);
});

test('errors: PostgreSQL ends the connections of the service', async () => {
  await using run = startDuet(place, compare('smoke', 'parallel'));
  await untilTrial(run, 'parallel/node/');
  while (broken('errors').length === 0 && !isOver(run)) {
    // What pg_terminate_backend does.
    for (const { pid } of run.family().filter(({ command }) => command.startsWith('postgres: duet'))) {
      try {
        process.kill(pid, 'SIGTERM');
      } catch {} // it has gone by itself
    }
    await sleep(20);
  }
  await conclude(run, 'errors');
});

test('wrong-answer: the file is not the one that was counted', async () => {
  await using run = startDuet(place, compare('smoke', 'streaming'));
  await until(run, 'the first sample', () => samples().length > 0);
  // A row more, but not a line more: its end is missing.
  appendFileSync(join(place.out, 'files/orders-4000000.csv'), '1,pro,100,20000,Singapore');
  const { distrust } = await conclude(run, 'wrong-answer');
  expect(distrust).toMatch(/ha(s|ve) no valid trial/);
});

test('control-moved: the service is held up whenever the control is measured', async () => {
  await using run = startDuet(place, compare('quick', 'parallel', 6));
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
  expect(validity?.reasons.find(({ rule }) => rule === 'control-moved')?.trials).toBe(samples().length);
  expect(validity?.distrust).toContain('parallel/node/before and 1 more cell have no valid trial');
  expect(patterns[0]?.stacks.node?.gains[0]?.estimate).toBeNull();
});
