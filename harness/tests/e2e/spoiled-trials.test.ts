/** Rules of validity that nothing else on this machine breaks, broken for real under a run. */
import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { distrustText, exampleText } from '../../report/kit/validity.ts';
import { broken, compare, conclude, isOver, samplesOf, startDuetWith, untilTrial } from './broken-rules.ts';
import { startDuet, until } from './duet-process.ts';
import { noProc } from './leftovers.ts';
import { makePlace, type Place } from './place.ts';

let place: Place;
beforeEach(({ skip }) => {
  skip(noProc !== undefined, noProc);
  place = makePlace();
});
afterEach(() => place?.[Symbol.dispose]());

test('clock-jumped, then errors: the time of day is set an hour ahead, and PostgreSQL ends the connections of the service', async () => {
  // The clock of a machine that others use cannot be set. What reads it in the harness can be told otherwise.
  const ahead = 'const now = Date.now; Date.now = () => now() + (on() ? 3_600_000 : 0);';
  const { run, on } = startDuetWith(place, ahead, compare('smoke', 'parallel', 2));
  await using _ = run;
  await untilTrial(run, 'parallel/node/');
  // Until it falls into a trial, not between two.
  while (broken(place, 'clock-jumped').length === 0 && !isOver(run)) {
    if (existsSync(on)) rmSync(on);
    else writeFileSync(on, '');
    await sleep(130);
  }
  while (broken(place, 'errors').length === 0 && !isOver(run)) {
    // What pg_terminate_backend does.
    for (const { pid } of run.family().filter(({ command }) => command.startsWith('postgres: duet'))) {
      try {
        process.kill(pid, 'SIGTERM');
      } catch {} // it has gone by itself
    }
    await sleep(20);
  }
  const { reasons } = await conclude(place, run, 'clock-jumped');
  const jumped = reasons.find(({ rule }) => rule === 'clock-jumped');
  expect(jumped && exampleText(jumped)).toMatch(/ran -?(3600|3599)\d{3} ms ahead/);
  await conclude(place, run, 'errors');
});

test('wrong-answer: the file is not the one that was counted', async () => {
  await using run = startDuet(place, compare('smoke', 'streaming'));
  await until(run, 'the first sample', () => samplesOf(place).length > 0);
  // A row more, but not a line more: its end is missing.
  appendFileSync(join(place.out, 'files/orders-4000000.csv'), '1,pro,100,20000,Singapore');
  expect(distrustText(await conclude(place, run, 'wrong-answer'))).toMatch(/ha(s|ve) no valid trial/);
});
