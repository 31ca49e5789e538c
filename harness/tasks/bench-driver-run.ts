/** One run of one driver: its process group on one core, the server on the other, both counted from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { groupCpuMs } from '../lab/cpu-time.ts';
import { pinned, placement } from '../lab/placement.ts';
import { readProc } from '../lab/proc.ts';
import { machineAccount } from '../lab/process-accounts.ts';
import type { Mode, Tool, ToolReport } from './bench-driver-tools.ts';

/** What a tool is told to run for; starting it comes on top. */
const SECONDS = 3;
/** CPU and requests are counted in this window: without start-up, compiling and the summary at the end. */
const WARM_UP_MS = 700;
const WINDOW_MS = 1_800;
/** No tool takes longer to start. */
const START_MS = 8_000;

export interface BenchRun extends ToolReport {
  /** User + system of the driver's process group; NaN where the system does not tell. */
  cpuPerRequestUs: number;
  requestsPerS: number;
  /** CPU that others than driver and server used meanwhile, in cores; NaN where the system does not tell. */
  othersCores: number;
}

/** Process groups to end if we are ended first. */
const groups = new Set<number>();
const endGroups = () => {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {} // it has gone
  }
};
process.on('exit', endGroups);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

function start(command: string, args: string[], cores: number[] | undefined): ChildProcess & { pid: number } {
  const run = pinned(command, args, cores);
  const child = spawn(run.command, run.args, { detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
  if (child.pid === undefined) throw new Error(`${command} could not be started`);
  const group = child.pid;
  groups.add(group);
  child.once('close', () => groups.delete(group));
  child.stdin?.on('error', () => {}); // it need not read what we write
  return child as ChildProcess & { pid: number };
}

export interface BenchServer {
  url: string;
  group: number;
  /** How many requests it has answered since it was started. */
  answered(): Promise<number>;
  stop(): void;
}

export async function startBenchServer(): Promise<BenchServer> {
  const file = fileURLToPath(new URL('./bench-driver-server.ts', import.meta.url));
  const child = start(process.execPath, [file], placement.service);
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const number = async () => Number((await lines.next()).value);
  return {
    url: `http://127.0.0.1:${await number()}/`,
    group: child.pid,
    answered() {
      child.stdin?.write('\n');
      return number();
    },
    stop: () => child.stdin?.end(),
  };
}

/** @throws when the tool fails or says nothing that can be read. */
export async function benchRun(
  server: BenchServer,
  tool: Tool,
  program: string,
  args: string[],
  mode: Mode,
): Promise<BenchRun> {
  const before = await server.answered();
  const child = start(program, args, placement.rest);
  child.stdin?.end(tool.stdin?.(mode, server.url, SECONDS) ?? '');
  let stdout = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  for (const until = performance.now() + START_MS; (await server.answered()) < before + 10; await sleep(20)) {
    if (performance.now() > until || child.exitCode !== null) throw new Error('it sent nothing');
  }
  await sleep(WARM_UP_MS);
  const from = await count(server, child.pid);
  await sleep(WINDOW_MS);
  const to = await count(server, child.pid);
  const code = await ended;
  if (code !== 0) throw new Error(`it exited with code ${code}`);
  const requests = to.answered - from.answered;
  const driverMs = to.driverMs - from.driverMs;
  const elapsedMs = to.atMs - from.atMs;
  return {
    ...tool.read(stdout),
    cpuPerRequestUs: (driverMs * 1_000) / requests,
    requestsPerS: (requests * 1_000) / elapsedMs,
    othersCores: Math.max(0, (to.busyMs - from.busyMs - driverMs - (to.serverMs - from.serverMs)) / elapsedMs),
  };
}

export const benchSeconds = SECONDS;

async function count(server: BenchServer, driver: number) {
  const answered = await server.answered();
  return {
    answered,
    atMs: performance.now(),
    driverMs: groupCpuMs(driver) ?? Number.NaN,
    serverMs: groupCpuMs(server.group) ?? Number.NaN,
    busyMs: machineBusyMs(),
  };
}

/** CPU time that the whole machine has spent on anything, in steps of 10 ms. */
function machineBusyMs(): number {
  const stat = readProc('stat');
  if (stat === undefined) return Number.NaN;
  const { user, nice, system, irq, softirq } = machineAccount(stat);
  return user + nice + system + irq + softirq;
}
