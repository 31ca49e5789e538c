/** The raw results of vegeta as `vegeta encode --to csv` writes them: a record for each request, without a header. */
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { arePossible, type VegetaResult } from './vegeta-results.ts';

/**
 * @param source the text, in pieces: as a whole it may be longer than a string can be.
 * @throws SyntaxError when it is something else.
 */
export async function readVegetaCsv(
  source: AsyncIterable<string | Buffer> | Iterable<string>,
): Promise<VegetaResult[]> {
  const results: VegetaResult[] = [];
  const records = parse({ relax_column_count: true, skip_empty_lines: true });
  try {
    await pipeline(source, records, async (all: AsyncIterable<string[]>) => {
      for await (const record of all) results.push(resultOf(record, results.length + 1));
    });
  } catch (error) {
    throw error instanceof CsvError ? new SyntaxError(error.message) : error;
  }
  return results;
}

function resultOf(record: readonly string[], number: number): VegetaResult {
  const [sentNs, code, latencyNs, , , error = '', , attack = '', seq, method = '', url = ''] = record;
  const result = {
    ...{ attack, seq: whole(seq), code: whole(code), error, method, url },
    ...{ sentMs: whole(sentNs) / 1e6, latencyMs: whole(latencyNs) / 1e6 },
  };
  if (!arePossible(result)) throw new SyntaxError(`record ${number} is no result of vegeta`);
  return result;
}

const whole = (text: string | undefined): number =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
