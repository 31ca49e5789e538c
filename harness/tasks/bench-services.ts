/**
 * Does `duet diff` find what is known of the examples that come with a change? Each is made a repository of two commits, and
 * compared there as a user would: by counts alone, with its change, in reverse, and each commit with itself.
 *
 *   bench-services.ts [--minutes 25] [--only express-orders,counts] [--again] [--answers]
 *
 * Every diff is a line in bench-services-diffs.jsonl, which is committed: what was made with the present code is not made
 * again, unless --again asks for it. A diff that is expected to end later than the minutes is not begun; --minutes 0 prints
 * the table alone. Exit code 1 when one is wrong or missing.
 *
 * --answers measures nothing: both commits of each example are built, started and asked.
 */
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DuetError, EXIT } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { SIDES } from '../results/schema.ts';
import { makeExampleHistory } from '../tests/builders/example-history.ts';
import { makePlace, type Place } from '../tests/e2e/place.ts';
import { codeName } from './bench-code.ts';
import { machineName } from './bench-machine.ts';
import { answersOf, hasProgram } from './bench-services-answers.ts';
import { diffExample } from './bench-services-diff.ts';
import { DIRECTIONS } from './bench-services-judge.ts';
import { KEPT_FILE, type KeptDiff, nameOf, readDiffs } from './bench-services-kept.ts';
import { type Example, SERVICES } from './bench-services-list.ts';
import { diffsOf, servicesTable } from './bench-services-table.ts';
import { keep } from './kept-lines.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '25' },
    only: { type: 'string', default: '' },
    again: { type: 'boolean', default: false },
    answers: { type: 'boolean', default: false },
    results: { type: 'string', default: KEPT_FILE },
  },
});
/** What a diff takes that was never made, builds included. */
const USUAL_MS = 150_000;
const endMs = performance.now() + Number(options.minutes) * 60_000;
const signal = abortOnSignals();

try {
  const only = options.only.split(',').filter(Boolean);
  if (options.answers) await ask(examplesIn(only));
  else if (Number(options.minutes) > 0) await compare(examplesIn(only), only);
} catch (error) {
  if (!(error instanceof DuetError)) throw error;
  console.error(`bench-services: ${error.message}`);
  process.exitCode = error.exitCode;
}
if (!options.answers) {
  const kept = readDiffs(options.results);
  console.log(servicesTable(SERVICES, kept));
  const right = kept.filter(({ wrong }) => wrong === null).length;
  if (right < SERVICES.flatMap(diffsOf).length) process.exitCode ??= EXIT.regression;
}

async function compare(examples: Example[], only: readonly string[]): Promise<void> {
  const before = readDiffs(options.results);
  const commit = await codeName();
  const directions = DIRECTIONS.filter((one) => only.includes(one));
  const isWanted = (diff: Pick<KeptDiff, 'direction'>) =>
    directions.length === 0 || directions.includes(diff.direction);
  const isDone = (diff: Parameters<typeof nameOf>[0]) =>
    before.some((made) => nameOf(made) === nameOf(diff) && made.commit === commit);
  for (const example of examples) {
    const left = diffsOf(example).filter((diff) => isWanted(diff) && (options.again || !isDone(diff)));
    if (left.length === 0) continue;
    using place = makePlace();
    const history = makeExampleHistory(example.name, path.join(place.dir, example.name));
    for (const diff of left) {
      const expectedMs = before.find((made) => nameOf(made) === nameOf(diff))?.ms ?? USUAL_MS;
      if (performance.now() + expectedMs > endMs) continue;
      signal.throwIfAborted();
      console.error(`bench-services: ${nameOf(diff)}`);
      const at = new Date().toISOString();
      const [load_average = 0] = os.loadavg();
      const machine = machineName();
      const outcome = await diffExample(place, history, { ...diff, expected: example.expected });
      signal.throwIfAborted();
      keep(options.results, { ...diff, ...outcome, at, commit, machine, load_average });
    }
  }
}

async function ask(examples: Example[]): Promise<void> {
  using place: Place = makePlace();
  for (const { name } of examples) {
    const history = makeExampleHistory(name, path.join(place.dir, name));
    const answers = await answersOf(history, path.join(place.dir, `${name}-run`), signal);
    for (const side of SIDES) {
      const shown = answers[side].map(({ request, status, problem }) => `${request}: ${problem ?? status}`);
      console.log(`${name} ${side}: ${shown.join('; ')}`);
      if (answers[side].some(({ problem }) => problem !== undefined)) process.exitCode = EXIT.regression;
    }
  }
}

/** Those whose programs are here; the others are named. @throws DuetError (exit 2) for an example that there is not. */
function examplesIn(only: readonly string[]): Example[] {
  const names = SERVICES.map(({ name }) => name);
  const unknown = only.find((one) => !names.includes(one) && !(DIRECTIONS as readonly string[]).includes(one));
  if (unknown !== undefined) {
    const known = [...names, ...DIRECTIONS].join(', ');
    throw new DuetError(`--only knows no "${unknown}", but ${known}`, { exitCode: EXIT.usage });
  }
  const chosen = SERVICES.filter(({ name }) => !names.some((one) => only.includes(one)) || only.includes(name));
  return chosen.filter(({ name, needs }) => {
    const isHere = needs === undefined || hasProgram(needs);
    if (!isHere) console.error(`bench-services: ${name} is left out: there is no ${needs} on PATH`);
    return isHere;
  });
}
