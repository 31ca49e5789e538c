/**
 * How long does `duet history` take over years of runs of many services, and how much memory? From the results of a real run it
 * makes a history with other values, dates, commits and machines, and draws it by this code and by an earlier commit in turn,
 * each in a process of its own.
 *
 *   bench-history.ts [--runs 10000] [--services 50] [--repeats 5] [--against c68ce54] [--from results.json]
 *
 * Exit code: 0 where both targets hold in every repeat, else 1.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { historyEntryOf } from '../compare/history-entry.ts';
import { repositoryRoot } from '../lab/source.ts';
import { readResults } from '../results/run-folder.ts';
import { median } from '../stats/quantiles.ts';
import { checkOutEarlier } from './bench-earlier.ts';
import { serviceNamed, writeLongHistory } from './bench-history-file.ts';
import { markdownTable } from './bench-table.ts';

const TARGET = { ms: 1_000, peakBytes: 200e6, pageBytes: 1.5e6 };
const GOLDEN = fileURLToPath(new URL('../tests/golden/pages/results.json', import.meta.url));

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    services: { type: 'string', default: '50' },
    repeats: { type: 'string', default: '5' },
    against: { type: 'string', default: 'c68ce54' },
    from: { type: 'string', default: GOLDEN },
  },
});
const [runs, services, repeats] = [Number(options.runs), Number(options.services), Number(options.repeats)];

interface Drawing {
  ms: number;
  /** Undefined where the system has no /proc. */
  peakBytes: number | undefined;
  pageBytes: number;
  exitCode: number | undefined;
}

/** Writes what the kernel says of the process at its end: VmHWM, its peak, which it has from nobody (proc_pid_status(5)). */
const WATCH = `data:text/javascript,${encodeURIComponent(
  `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
process.on('exit', () => {
  if (existsSync('/proc/self/status')) writeFileSync(process.env.STATUS_FILE, readFileSync('/proc/self/status'));
});`,
)}`;

const dir = mkdtempSync(path.join(os.tmpdir(), 'duet-bench-history-'));
try {
  await using earlier = await checkOutEarlier(options.against);
  const file = path.join(dir, 'history.jsonl');
  writeLongHistory(file, historyEntryOf(readResults(options.from)), { runs, services });
  const megabytes = (statSync(file).size / 1e6).toFixed(1);
  console.log(`${runs} runs of ${services} services, ${megabytes} MB, made from ${path.relative('', options.from)}`);
  const ways = [
    { name: 'all services', duet: repositoryRoot, args: [] },
    { name: 'one service', duet: repositoryRoot, args: ['--service', serviceNamed(0)] },
    { name: `all in one, by ${options.against}`, duet: earlier.dir, args: [] },
  ];
  const drawings = new Map<string, Drawing[]>(ways.map(({ name }) => [name, []]));
  for (let n = 0; n < repeats; n++) {
    for (const { name, duet, args } of ways) drawings.get(name)?.push(await draw(duet, file, args));
  }
  console.log(
    markdownTable(['drawn', 'time, median', 'worst', 'peak RSS, worst', 'page', 'exit'], [...drawings].map(rowOf)),
  );
  const mine = ways.filter(({ duet }) => duet === repositoryRoot).flatMap(({ name }) => drawings.get(name) ?? []);
  const fails = mine.some(({ exitCode }) => exitCode !== 0);
  const verdicts = [
    `under ${TARGET.ms / 1_000} s in every repeat: ${held(mine, ({ ms }) => ms < TARGET.ms)}`,
    `under ${TARGET.peakBytes / 1e6} MB in every repeat: ${held(mine, ({ peakBytes }) => (peakBytes ?? 0) < TARGET.peakBytes)}`,
    `pages of at most ${TARGET.pageBytes / 1e6} MB: ${held(mine, ({ pageBytes }) => pageBytes <= TARGET.pageBytes)}`,
  ];
  console.log(verdicts.join('\n'));
  if (fails || verdicts.some((verdict) => verdict.endsWith('no'))) process.exitCode = 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}

function held(drawings: readonly Drawing[], isGood: (drawing: Drawing) => boolean): string {
  return drawings.every(isGood) ? 'yes' : 'no';
}

/** Summary and page of one history, by the code in a folder. The time is that of the whole process. */
async function draw(duet: string, file: string, args: readonly string[]): Promise<Drawing> {
  const [page, status] = [path.join(dir, 'page.html'), path.join(dir, 'status')];
  for (const old of [page, status]) rmSync(old, { force: true });
  const command = ['--import', WATCH, path.join(duet, 'harness/cli.ts'), 'history', file, '--html', page, ...args];
  const startedMs = performance.now();
  const { exitCode, stderr } = await execa(process.execPath, command, { reject: false, env: { STATUS_FILE: status } });
  const ms = performance.now() - startedMs;
  if (exitCode !== 0) console.error(stderr);
  return { ms, peakBytes: peakIn(status), pageBytes: sizeOf(page), exitCode };
}

function peakIn(status: string): number | undefined {
  const kib = sizeOf(status) === 0 ? undefined : readFileSync(status, 'utf8').match(/^VmHWM:\s+(\d+) kB$/m)?.[1];
  return kib === undefined ? undefined : Number(kib) * 1_024;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function rowOf([name, drawings]: [string, Drawing[]]): string[] {
  const times = drawings.map(({ ms }) => ms);
  const peak = Math.max(...drawings.map(({ peakBytes }) => peakBytes ?? Number.NaN));
  const [{ pageBytes, exitCode } = { pageBytes: 0, exitCode: undefined }] = drawings;
  return [
    name,
    ...[median(times), Math.max(...times)].map((ms) => `${(ms / 1_000).toFixed(2)} s`),
    `${(peak / 1e6).toFixed(0)} MB`,
    `${(pageBytes / 1e6).toFixed(2)} MB`,
    String(exitCode),
  ];
}
