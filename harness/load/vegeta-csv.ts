/** The raw results of vegeta as `vegeta encode --to csv` writes them: a record for each request, without a header. */
import { parse } from 'csv-parse/sync';
import type { VegetaResult } from './vegeta-results.ts';

/** @throws SyntaxError when it is something else. */
export function readVegetaCsv(text: string): VegetaResult[] {
  let records: string[][];
  try {
    records = parse(text, { relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    throw new SyntaxError((error as Error).message);
  }
  return records.map((record, at) => {
    const [sentNs, code, latencyNs, , , error = '', , attack = '', seq, method = '', url = ''] = record;
    const result = {
      ...{ attack, seq: whole(seq), code: whole(code), error, method, url },
      ...{ sentMs: whole(sentNs) / 1e6, latencyMs: whole(latencyNs) / 1e6 },
    };
    if (Object.values(result).some(Number.isNaN)) throw new SyntaxError(`record ${at + 1} is no result of vegeta`);
    return result;
  });
}

const whole = (text: string | undefined): number =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
