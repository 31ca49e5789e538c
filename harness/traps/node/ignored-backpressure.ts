/** Writing faster than the other side reads: without looking at what write() returns, and with. */
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const CHUNKS = 1_000;
const CHUNK = Buffer.alloc(64 * 1024);

/** Takes one chunk in each turn of the event loop, and knows how much it has had to keep at most. */
class Slow extends Writable {
  keptMost = 0;
  override _write(_chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.keptMost = Math.max(this.keptMost, this.writableLength);
    setImmediate(done);
  }
}

type Write = (target: Slow) => Promise<unknown>;

const inALoop: Write = (target) => {
  for (let n = 0; n < CHUNKS; n++) target.write(CHUNK);
  target.end();
  return once(target, 'finish');
};

const untilDrained: Write = async (target) => {
  for (let n = 0; n < CHUNKS; n++) if (!target.write(CHUNK)) await once(target, 'drain');
  target.end();
  await once(target, 'finish');
};

const byPipeline: Write = (target) => pipeline(Readable.from(Array(CHUNKS).fill(CHUNK)), target);

async function serve(name: string, write: Write) {
  const target = new Slow();
  await write(target);
  return { case: name, written_bytes: CHUNKS * CHUNK.length, kept_bytes: target.keptMost };
}

const cases = [
  await serve('write() in a loop', inALoop),
  await serve("waiting for 'drain'", untilDrained),
  await serve('pipeline()', byPipeline),
];
console.log(JSON.stringify(cases));
