/** The lines of a file one by one, so that reading does not take the memory that the file has. */
import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 256 * 1024;
const LINE_END = 0x0a;

/** Every line that has its end; what a torn one has left behind the last end is left out. Throws what the system says. */
export function* wholeLines(file: string): Generator<string> {
  const handle = openSync(file, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    // In bytes: a chunk may end within a character.
    let begun: Buffer[] = [];
    for (let length = readSync(handle, chunk); length > 0; length = readSync(handle, chunk)) {
      let from = 0;
      for (let end = chunk.indexOf(LINE_END); end !== -1 && end < length; end = chunk.indexOf(LINE_END, from)) {
        const rest = chunk.subarray(from, end);
        yield begun.length === 0 ? rest.toString() : Buffer.concat([...begun, rest]).toString();
        begun = [];
        from = end + 1;
      }
      if (from < length) begun.push(Buffer.from(chunk.subarray(from, length)));
    }
  } finally {
    closeSync(handle);
  }
}
