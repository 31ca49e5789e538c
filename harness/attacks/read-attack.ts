/** The raw results of one attack of vegeta from a file: as vegeta wrote them, or encoded as JSON or CSV. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { DuetError, EXIT, refused } from '../errors.ts';
import { explainSystemError } from '../file-errors.ts';
import { readVegetaCsv } from '../load/vegeta-csv.ts';
import { decodeVegeta, NoVegeta } from '../load/vegeta-decode.ts';
import { readVegetaLines, type VegetaResult } from '../load/vegeta-results.ts';
import { type AttackName, readAttackName } from '../results/attack-name.ts';

export interface Attack {
  file: string;
  name: AttackName;
  results: readonly VegetaResult[];
}

const EXPORTED = 'import what an attack of `duet export vegeta` has written with -output';

/** @throws DuetError: exit 2 for a file without the results of one attack; 4 where vegeta is needed and is not there. */
export async function readAttack(file: string, signal: AbortSignal): Promise<Attack> {
  const results = await readResults(file, signal);
  const names = new Set(results.map(({ attack }) => attack));
  const [given] = names;
  if (given === undefined) throw refused(`${file} has no results: the attack sent nothing`, 'attack again');
  if (names.size > 1)
    throw refused(`${file} has the results of ${names.size} attacks`, 'give each attack its own file');
  const name = readAttackName(given);
  if (name !== undefined) return { file, name, results };
  const called = given === '' ? 'has no name' : `is called ${given.slice(0, 100)}`;
  throw refused(`${file} belongs to no export: its attack ${called}`, EXPORTED);
}

async function readResults(file: string, signal: AbortSignal): Promise<VegetaResult[]> {
  try {
    // What is read twice cannot be a pipe.
    if (!(await stat(file)).isFile()) throw refused(`${file} is no file`, EXPORTED);
    const start = await startOf(file);
    if (start === '') return [];
    if (start.startsWith('{"')) return await readVegetaLines(linesOf(file, signal));
    // The first field is a time.
    if (/^\d+$/.test(start)) return await readVegetaCsv(createReadStream(file, { encoding: 'utf8', signal }));
    return await decodeVegeta(file, { vegeta: 'vegeta', signal });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DuetError) throw error;
    if (error instanceof NoVegeta) throw needsVegeta(file);
    if (error instanceof SyntaxError) throw refused(`${file}: ${error.message}`, EXPORTED);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw refused(`cannot read ${file}: ${message}`, 'check the path');
    throw explainSystemError(error) ?? error;
  }
}

/** As many characters as tell one encoding from another. */
const START = 10;

async function startOf(file: string): Promise<string> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(START), 0, START, 0);
  return buffer.toString('latin1', 0, bytesRead);
}

async function* linesOf(file: string, signal: AbortSignal): AsyncGenerator<string> {
  await using handle = await open(file);
  for await (const line of handle.readLines()) {
    signal.throwIfAborted();
    yield line;
  }
}

const needsVegeta = (file: string) =>
  new DuetError(`${file} is in vegeta's own encoding, and there is no vegeta on PATH`, {
    exitCode: EXIT.environment,
    hint: 'install vegeta, or where it is: vegeta encode --to json results-0.bin > results-0.json',
  });
