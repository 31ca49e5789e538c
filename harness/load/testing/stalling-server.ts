/**
 * A server that stalls for exactly so long: from a request for /stall/<ms> on it answers nobody for <ms>, then
 * everybody at once. It goes on reading meanwhile, and is bare TCP, so that working off 600 requests afterwards takes
 * some 5 ms and does not show beside the arithmetic of the stall. Run as a process of its own; prints its port.
 */
import { createServer, type Socket } from 'node:net';

const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
/** In the order of their requests; undefined while there is no stall. */
let held: Socket[] | undefined;

function stall(ms: number): void {
  held = [];
  setTimeout(() => {
    for (const socket of held ?? []) socket.write(ANSWER);
    held = undefined;
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
