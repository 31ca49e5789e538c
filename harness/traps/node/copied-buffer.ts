/** A large buffer on its way to a worker thread: copied, transferred, and shared. */
import { once } from 'node:events';
import { parentPort, Worker } from 'node:worker_threads';
import { inProcesses, peakRss } from './peak.ts';

const SIZE = 128 * 1024 * 1024;

type Send = (worker: Worker, bytes: Uint8Array) => void;

const WAYS: Record<string, { shared?: true; send: Send }> = {
  'postMessage(bytes)': { send: (worker, bytes) => worker.postMessage(bytes) },
  'postMessage(bytes, [bytes.buffer])': {
    send: (worker, bytes) => worker.postMessage(bytes, [bytes.buffer as ArrayBuffer]),
  },
  'a SharedArrayBuffer': { shared: true, send: (worker, bytes) => worker.postMessage(bytes) },
};

async function serve(name: string) {
  const { shared, send } = WAYS[name] as (typeof WAYS)[string];
  const worker = new Worker(import.meta.filename);
  await once(worker, 'message');
  const bytes: Uint8Array = shared ? new Uint8Array(new SharedArrayBuffer(SIZE)) : new Uint8Array(SIZE);
  bytes.fill(1);
  const before = peakRss();
  const started = performance.now();
  send(worker, bytes);
  const sentMs = performance.now() - started;
  const [received] = await once(worker, 'message');
  const added = peakRss() - before;
  await worker.terminate();
  return { case: name, received_bytes: received, left_bytes: bytes.length, blocked_ms: sentMs, added_bytes: added };
}

const [name] = process.argv.slice(2);
if (parentPort !== null) {
  const port = parentPort;
  port.on('message', (bytes: Uint8Array) => port.postMessage(bytes.length));
  port.postMessage('ready');
} else if (name === undefined) {
  console.log(JSON.stringify(inProcesses(import.meta.filename, Object.keys(WAYS))));
} else {
  console.log(JSON.stringify(await serve(name)));
}
