/**
 * A server that stalls for exactly so long: from a request for /stall/<ms> on it answers nobody for <ms>, then
 * everybody at once, in the order of their requests. It goes on reading meanwhile and is bare TCP, so that working
 * off the backlog takes little. Run as a process of its own. Prints its port; after each stall, by its own clock, how
 * long that lasted and how long working off the backlog took, in ms.
 */
import { createServer, type Socket } from 'node:net';

const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
/** In the order of their requests; undefined while there is no stall. */
let held: Socket[] | undefined;

function stall(ms: number): void {
  const fromMs = performance.now();
  held = [];
  setTimeout(() => {
    const untilMs = performance.now();
    for (const socket of held ?? []) socket.write(ANSWER);
    held = undefined;
    console.log(JSON.stringify({ lastedMs: untilMs - fromMs, backlogMs: performance.now() - untilMs }));
  }, ms);
}

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    const stallMs = chunk.toString('latin1', 0, 40).match(/^GET \/stall\/(\d+) /)?.[1];
    if (stallMs !== undefined) stall(Number(stallMs));
    if (held === undefined) socket.write(ANSWER);
    else held.push(socket);
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as { port: number }).port));
process.stdin.on('end', () => process.exit()).resume();
