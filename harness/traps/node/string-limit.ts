/** A file that is one byte longer than a string can be: as a string, as a Buffer, and as a stream. */
import { constants } from 'node:buffer';
import { closeSync, createReadStream, ftruncateSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inProcesses, peakRss } from './peak.ts';

const file = path.join(process.env.SCRATCH_DIR ?? '', 'large');
const SIZE = constants.MAX_STRING_LENGTH + 1;

/** Each returns the number of bytes that it read. */
const WAYS: Record<string, () => Promise<number>> = {
  "readFileSync(file, 'utf8')": async () => readFileSync(file, 'utf8').length,
  'readFileSync(file), a Buffer': async () => readFileSync(file).length,
  'createReadStream(file)': async () => {
    let bytes = 0;
    for await (const chunk of createReadStream(file)) bytes += chunk.length;
    return bytes;
  },
};

async function serve(name: string) {
  const read = WAYS[name] as (typeof WAYS)[string];
  const outcome = await read().then(
    (bytes) => ({ read_bytes: bytes }),
    (error: Error) => ({ read_bytes: 0, said: error.message }),
  );
  return { case: name, size_bytes: SIZE, ...outcome, peak_rss_bytes: peakRss() };
}

const [name] = process.argv.slice(2);
if (name === undefined) {
  // Of zeros that take no room on the disk.
  const handle = openSync(file, 'w');
  ftruncateSync(handle, SIZE);
  closeSync(handle);
  console.log(JSON.stringify(inProcesses(import.meta.filename, Object.keys(WAYS))));
} else {
  console.log(JSON.stringify(await serve(name)));
}
