/**
 * Does `duet tune pool` read right what people have? For each row of the table it runs the command as a user would, on
 * services of fixtures/examples and a real PostgreSQL, decides from tune.json, the exit code and what is left running, and
 * prints the table, as Markdown.
 *
 *   bench-cases.ts [--minutes 25] [--only 3,5] [--again] [--results harness/tasks/bench-cases-rows.jsonl]
 *
 * Every row is a line in the results, which are committed: what was made with the present code is not made again, unless
 * --again asks for it. A row that is expected to end later than the minutes is not begun; --minutes 0 prints the table
 * alone. Exit code 1 when a row is wrong or missing.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { DuetError, EXIT } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { leftovers } from '../tests/e2e/leftovers.ts';
import { makePlace } from '../tests/e2e/place.ts';
import { cameOf } from './bench-cases-judge.ts';
import { KEPT_FILE, type KeptCase, type KeptTry, readCases } from './bench-cases-kept.ts';
import { type CaseLab, openCaseLab } from './bench-cases-lab.ts';
import { CASES, type Case } from './bench-cases-list.ts';
import { casesTable } from './bench-cases-table.ts';
import { tryOut, withoutPaths } from './bench-cases-try.ts';
import { codeName } from './bench-code.ts';
import { machineName } from './bench-machine.ts';
import { keep } from './kept-lines.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '25' },
    only: { type: 'string', default: '' },
    again: { type: 'boolean', default: false },
    results: { type: 'string', default: KEPT_FILE },
  },
});
/** What a row takes that was never made. */
const USUAL_MS = 90_000;
const endMs = performance.now() + Number(options.minutes) * 60_000;
const signal = abortOnSignals();
const commit = await codeName();

try {
  if (Number(options.minutes) > 0) await work(chosen(options.only.split(',').filter(Boolean)));
} catch (error) {
  if (!(error instanceof DuetError)) throw error;
  console.error(`bench-cases: ${error.message}`);
  process.exitCode = error.exitCode;
}
const kept = readCases(options.results);
console.log(casesTable(CASES, kept));
if (kept.filter(({ verdict }) => verdict === 'right').length < CASES.length) process.exitCode ??= EXIT.regression;

async function work(cases: Case[]): Promise<void> {
  const before = readCases(options.results);
  const isDone = (one: Case) => before.some((made) => made.row === one.row && made.commit === commit);
  const left = cases.filter((one) => options.again || !isDone(one));
  if (left.length === 0) return;
  await using lab = await openCaseLab();
  for (const one of left) {
    const expectedMs = before.find(({ row }) => row === one.row)?.ms ?? USUAL_MS;
    if (performance.now() + expectedMs > endMs) continue;
    signal.throwIfAborted();
    keep(options.results, await make(one, lab));
  }
}

async function make(one: Case, lab: CaseLab): Promise<KeptCase> {
  const startedMs = performance.now();
  const [load_average = 0] = os.loadavg();
  const missing = one.missing?.(lab) ?? null;
  using place = makePlace();
  const tries: KeptTry[] = [];
  for (const each of missing === null ? one.tries(lab) : []) {
    signal.throwIfAborted();
    console.error(`bench-cases: row ${one.row}, ${each.what}`);
    const tried = await tryOut(each, place);
    const shown = (text: string) => withoutPaths(text, place);
    tries.push({ what: each.what, came: shown(cameOf(tried)), wrong: shown(each.wrong(tried) ?? '') || null });
  }
  const left = (await leftovers(place, [])).map((text) => withoutPaths(text, place));
  const isRight = left.length === 0 && tries.every(({ wrong }) => wrong === null);
  return {
    row: one.row,
    verdict: missing !== null ? 'missing' : isRight ? 'right' : 'wrong',
    ...{ missing, tries, left, commit, load_average, at: new Date().toISOString() },
    machine: machineName(),
    ms: Math.round(performance.now() - startedMs),
  };
}

/** @throws DuetError (exit 2) for a row that there is not. */
function chosen(only: readonly string[]): Case[] {
  const rows = CASES.map(({ row }) => `${row}`);
  const unknown = only.find((row) => !rows.includes(row));
  if (unknown !== undefined) {
    throw new DuetError(`--only knows no "${unknown}", but ${rows.join(', ')}`, { exitCode: EXIT.usage });
  }
  return CASES.filter(({ row }) => only.length === 0 || only.includes(`${row}`));
}
