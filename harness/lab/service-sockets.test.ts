import { expect, test } from 'vitest';
import { portsIn } from './database-ports.ts';
import { mostSeen, type ServiceProcess, servingProcesses } from './service-sockets.ts';
import { socketsIn } from './tcp-sockets.ts';

const one = (pid: number, parent: number, more: Partial<ServiceProcess> = {}): ServiceProcess => ({
  ...{ pid, parent, command: `${pid}`, listens: false, accepted: 0, database: 0 },
  ...more,
});
const asked = { accepted: 3 };
const listens = { listens: true };

test.each<[string, ServiceProcess[], number[]]>([
  ['a single process', [one(1, 0), one(2, 1, { ...listens, ...asked, database: 8 })], [2]],
  ['one that has no connection yet', [one(2, 1, listens)], [2]],
  ['a cluster whose primary listens', [one(2, 1, listens), one(3, 2, asked), one(4, 2, asked)], [3, 4]],
  [
    'workers that share the socket, one of them not asked yet',
    [one(2, 1, listens), one(3, 2, { ...listens, ...asked, database: 1 }), one(4, 2, listens)],
    [3, 4],
  ],
  [
    'a supervisor that uses the database itself',
    [
      one(2, 1, { ...listens, database: 1 }),
      one(3, 2, { ...asked, database: 1 }),
      one(4, 2, { ...asked, database: 1 }),
    ],
    [3, 4],
  ],
  [
    'a helper with connections of its own',
    [one(2, 1, { ...listens, ...asked, database: 1 }), one(3, 2, { database: 4 })],
    [2],
  ],
  [
    'a proxy before the processes that use the database',
    [one(2, 1, listens), one(3, 2, asked), one(4, 1), one(5, 4, { database: 2 }), one(6, 4, { database: 2 })],
    [5, 6],
  ],
  [
    'workers of which one has not come up',
    [one(2, 1, listens), one(3, 2, { ...asked, command: 'worker' }), one(4, 2, { command: 'worker' }), one(5, 2)],
    [3, 4],
  ],
  ['nothing that can be told', [one(1, 0), one(2, 1)], []],
])('of %s those are counted that serve', (_, all, serving) => {
  expect(servingProcesses(all).map(({ pid }) => pid)).toEqual(serving);
});

test('of several looks the most counts, of processes that are still there', () => {
  const looks = [[one(2, 1, asked), one(3, 1, asked)], [one(3, 1, { database: 2 })]];
  expect(mostSeen(looks)).toEqual([one(3, 1, { ...asked, database: 2 })]);
  expect(mostSeen([])).toEqual([]);
});

test('sockets are read from the table of the kernel', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 72266 1 0000 100 0 0 10 0
   1: 0100007F:D431 0100007F:1538 01 00000000:00000000 02:00000000 00000000     0        0 72290 2 0000 20 4 30 10 -1
`;
  expect(socketsIn(table)).toEqual([
    { state: 'listening', localPort: 8080, remotePort: 0, uid: 1000, link: 'socket:[72266]' },
    { state: 'established', localPort: 54_321, remotePort: 5432, uid: 0, link: 'socket:[72290]' },
  ]);
});

test.each([
  ['DATABASE_URL=postgresql+asyncpg://app:secret@db.example:5433/shop?ssl=require', [5433]],
  ['PGURL=postgres://app@127.0.0.1:41234/', [41_234]],
  ['DSN=host=db.example port=5434 dbname=shop', [5434]],
  ['PGPORT=5435', [5435]],
  ['DB_PORT=5436', [5436]],
  ['DATABASE_URL=postgresql://app@db.example/shop', []],
  ['PORT=8000', []],
  ['REDIS_URL=redis://127.0.0.1:6379/0', []],
])('the port of a database in %s', (text, ports) => expect(portsIn(text)).toEqual(ports));
