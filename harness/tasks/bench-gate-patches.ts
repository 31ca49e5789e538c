/** The changes that the bench of the gate injects: edits of the services' source in a copy of it. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { patternFile } from '../lab/source.ts';
import type { PatternName, StackName } from '../results/schema.ts';

/** Where the variant `after` begins: its first line, in Python with the line that documents it. */
const BEGINS: Record<StackName, RegExp> = {
  node: /^async function after\([^{]*\{\n/m,
  python: /^(?:async )?def after\([^)]*\) -> [^\n]*:\n {4}"""[^\n]*"""\n/m,
};

const fileOf = (dir: string, pattern: PatternName, stack: StackName) => path.join(dir, patternFile(pattern, stack));

/** @throws Error when the place is not there exactly once: a patch that changes nothing would be a false bench. */
function edit(file: string, place: RegExp, changed: (found: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(new RegExp(place, 'gm'))];
  if (found.length !== 1) throw new Error(`${file}: ${place} matches ${found.length} places, not one`);
  writeFileSync(file, text.replace(place, changed));
}

const beginAfter = (dir: string, pattern: PatternName, stack: StackName, line: string) =>
  edit(fileOf(dir, pattern, stack), BEGINS[stack], (found) => `${found}${stack === 'node' ? '  ' : '    '}${line}\n`);

/** Keeps the CPU busy for `ms` in every request of `after`. */
export function burnCpu(dir: string, pattern: PatternName, stack: StackName, ms: number): void {
  beginAfter(dir, pattern, stack, stack === 'node' ? `burn(${ms});` : `burn(${Math.round(ms * 1e6)})`);
  // Python's threads take turns, so there it is the CPU time of the own thread that counts, not the clock's.
  const burn = {
    node: `
function burn(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
`,
    python: `

import time


def burn(ns: int) -> None:
    until = time.thread_time_ns() + ns
    while time.thread_time_ns() < until:
        pass
`,
  };
  appendFileSync(fileOf(dir, pattern, stack), burn[stack]);
}

/** Lets every request of `after` wait for `ms` more, without any work. */
export function sleepMore(dir: string, pattern: PatternName, stack: StackName, ms: number): void {
  const file = fileOf(dir, pattern, stack);
  edit(file, BEGINS[stack], (found) => {
    if (stack === 'node') return `${found}  await new Promise((resolve) => setTimeout(resolve, ${ms}));\n`;
    return `${found}    ${found.startsWith('async') ? 'await asyncio' : 'time'}.sleep(${ms / 1_000})\n`;
  });
  if (stack === 'python') appendFileSync(file, '\n\nimport asyncio\nimport time\n');
}

/** Holds so many bytes more from the first request of streaming's `after` on, every page of them touched. */
export function holdMemory(dir: string, stack: StackName, bytes: number): void {
  const line = { node: `held[0] ??= Buffer.alloc(${bytes}, 1);`, python: `held or held.append(b"\\x01" * ${bytes})` };
  const held = { node: '\nconst held: Buffer[] = [];\n', python: '\n\nheld: list[bytes] = []\n' };
  beginAfter(dir, 'streaming', stack, line[stack]);
  appendFileSync(fileOf(dir, 'streaming', stack), held[stack]);
}

/** One statement more per request of pooling's `after`. */
export function askTwice(dir: string, stack: StackName): void {
  const file = fileOf(dir, 'pooling', stack);
  if (stack === 'node') beginAfter(dir, 'pooling', stack, "await app.pool.query('SELECT 1');");
  else {
    const connected = /def after\([^)]*\)[^"]*"""[^\n]*"""\n {4}with engine\.connect\(\) as connection:\n/;
    edit(file, connected, (found) => `${found}        connection.execute(text("SELECT 1"))\n`);
  }
}

/** Batches of 50 instead of 100. */
export function halveBatches(dir: string, stack: StackName): void {
  edit(fileOf(dir, 'batching', stack), /BATCH_SIZE = 100\b/, () => 'BATCH_SIZE = 50');
}

/** A pool of its own for every request of pooling's `after`. */
export function poolPerRequest(dir: string, stack: StackName): void {
  if (stack === 'python') {
    beginAfter(dir, 'pooling', stack, 'engine = create_engine(engine.url)');
    return;
  }
  const query = /const \{ rows \} = await app\.pool\.query<Account>\(SELECT_ACCOUNT, \[id\]\);/;
  const ownPool = [
    'const pool = new pg.Pool(clientOptions(app.settings));',
    '  const { rows } = await pool.query<Account>(SELECT_ACCOUNT, [id]);',
    '  await pool.end();',
  ];
  edit(fileOf(dir, 'pooling', stack), query, () => ownPool.join('\n'));
}
