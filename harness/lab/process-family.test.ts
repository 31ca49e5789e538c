import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { freePort } from './free-port.ts';
import { ownerOfPort } from './port-owner.ts';
import { hasProc } from './proc.ts';
import { endAll, type Family, familyHasEnded, familyMembers, MARK, markedProcesses } from './process-family.ts';
import { beganAt, processStartTime } from './process-table.ts';

const started: number[] = [];
afterEach(() => {
  for (const pid of started.splice(0)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // The test has ended it.
    }
  }
});

/** A shell that leads a group of its own, and the process ids that it prints, `count` of them. */
async function start(script: string, { count, mark = randomUUID() }: { count: number; mark?: string }) {
  const child: ChildProcess = spawn('sh', ['-c', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, [MARK]: mark },
  });
  const group = child.pid as number;
  started.push(group);
  const since = beganAt(group) ?? Number.NaN;
  const pids: number[] = [];
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    pids.push(Number(line));
    if (pids.length === count) break;
  }
  started.push(...pids);
  const family: Family = { group, since, mark, port: await freePort() };
  return { child, family, pids };
}

/** Prints its process id once it listens. */
const LISTEN = (port: number) =>
  `'${process.execPath}' -e 'require("node:net").createServer().listen(${port}, "127.0.0.1", () => console.log(process.pid))'`;
/** Prints its process id, as what it stays: while a process becomes another program, its environment cannot be read. */
const SLEEP = `'${process.execPath}' -e 'console.log(process.pid); setTimeout(() => {}, 60_000)'`;
const EXPECTED = (pids: number[]) => expect.arrayContaining(pids);

const isAlive = (pid: number) => processStartTime(pid) !== undefined;

test.skipIf(!hasProc)('who left the group is found by the mark, parent or no parent', async () => {
  const { family, pids } = await start(`setsid ${SLEEP} & (setsid ${SLEEP} &) ; wait`, { count: 2 });
  expect(familyMembers(family)).toEqual(EXPECTED([family.group, ...pids]));
  await endAll(() => familyMembers(family));
  expect(pids.filter(isAlive)).toEqual([]);
});

test.skipIf(!hasProc)('who has cleared its environment is found as long as its parent lives', async () => {
  const { family, pids } = await start(`setsid env -i ${SLEEP} & wait`, { count: 1 });
  expect(familyMembers(family)).toEqual(EXPECTED(pids));
});

test.skipIf(!hasProc)('and afterwards when it listens on the port', async () => {
  const port = await freePort();
  const { child, family, pids } = await start(`(setsid env -i ${LISTEN(port)} &)`, { count: 1 });
  if (child.exitCode === null) await once(child, 'exit');
  expect(familyMembers(family)).toEqual([]);
  expect(familyMembers({ ...family, port })).toEqual(pids);
  expect(await ownerOfPort({ ...family, port })).toMatchObject({ kind: 'family' });
});

test.skipIf(!hasProc)('one with the mark of another family is nobody of this one, though it has the port', async () => {
  const port = await freePort();
  const mine = await start(SLEEP, { count: 1 });
  const other = await start(`exec ${LISTEN(port)}`, { count: 1 });
  const family = { ...mine.family, port };
  expect(familyMembers(family)).not.toEqual(EXPECTED(other.pids));
  expect(await ownerOfPort(family)).toMatchObject({ kind: 'taken', by: expect.stringContaining(`${other.pids[0]}`) });
  await endAll(() => familyMembers(family));
  expect(other.pids.filter(isAlive)).toEqual(other.pids);
});

test.skipIf(!hasProc)('one that listened before is nobody of this family either', async () => {
  const port = await freePort();
  const before = await start(`exec env -i ${LISTEN(port)}`, { count: 1 });
  // The clock of starts goes in ticks of 10 ms.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const mine = await start(SLEEP, { count: 1 });
  expect(familyMembers({ ...mine.family, port })).not.toEqual(EXPECTED(before.pids));
});

test.skipIf(!hasProc)('a mark alone is enough for whoever comes later', async () => {
  const mark = randomUUID();
  const { child, pids } = await start(`(setsid ${SLEEP} &)`, { count: 1, mark });
  if (child.exitCode === null) await once(child, 'exit');
  expect(markedProcesses([mark])).toEqual(pids);
  expect(markedProcesses([])).toEqual([]);
});

test.skipIf(!hasProc)('a family has ended when its last process has', async () => {
  const { family, pids } = await start(`(setsid sh -c 'echo $$; exec sleep 0.3' &)`, { count: 1 });
  await familyHasEnded(family);
  expect(pids.filter(isAlive)).toEqual([]);
});
