/**
 * What the drivers of bench-driver.ts are set on: bare node:http and a tiny JSON answer. Prints its port, then for
 * each line on stdin how many requests it has answered, so that every driver is counted the same way.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const body = Buffer.from('{"id":1,"ok":true}');
let answered = 0;

const server = createServer((_request, response) => {
  answered++;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.stdin.on('data', () => console.log(answered)).on('end', () => process.exit());
