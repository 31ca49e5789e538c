/** The results of an attack in vegeta's own encoding, which only vegeta reads: decoded by vegeta, line by line. */
import path from 'node:path';
import { execa } from 'execa';
import { readVegetaLines, type VegetaResult } from './vegeta-results.ts';

export interface DecodeOptions {
  /** Where vegeta is, or its name where it is looked for on PATH. */
  vegeta: string;
  /** Ends it. */
  signal: AbortSignal;
  /** It is ended after that. Default: it may take its time. */
  mostMs?: number;
}

/** There is no vegeta. */
export class NoVegeta extends Error {}

/**
 * @param raw the file that `vegeta attack -output` wrote.
 * @throws SyntaxError for what vegeta cannot read; NoVegeta; the reason of the signal when that aborts.
 */
export async function decodeVegeta(raw: string, { vegeta, signal, mostMs }: DecodeOptions): Promise<VegetaResult[]> {
  signal.throwIfAborted();
  // In a group of its own: Ctrl-C in a terminal would reach it before we know of it, and look like results that cannot be read.
  // Without us it ends at its next line, for which nobody is there.
  // The lines are not kept: there may be many. By its whole path no file can be taken for an option, or for standard input.
  const decoding = execa(vegeta, ['encode', '-to=json', path.resolve(raw)], {
    ...{ cancelSignal: signal, stdin: 'ignore', buffer: { stdout: false }, detached: true },
    ...(mostMs === undefined ? {} : { timeout: mostMs }),
  });
  try {
    return await readVegetaLines(decoding);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SyntaxError) throw error;
    const { code, stderr = '' } = error as { code?: string; stderr?: string };
    if (code === 'ENOENT') throw new NoVegeta('there is no vegeta on PATH', { cause: error });
    const why = stderr.trim() || (error as Error).message;
    throw new SyntaxError(`vegeta cannot decode it: ${why}`, { cause: error });
  }
}
