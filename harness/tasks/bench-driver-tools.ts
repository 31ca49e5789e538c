/** The drivers that bench-driver.ts compares: how each is told the same load, and where it says its latencies. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const CLIENTS = 16;
export const RATE_PER_S = 2_000;

export type Mode = 'closed' | 'open';

/** What a tool says of itself, in ms. */
export interface ToolReport {
  p50_ms: number;
  p99_ms: number;
  /** Only ours says how late it was. */
  lag?: { p50_ms: number; p99_ms: number };
  /** Requests without the expected answer, where the tool says so. */
  failed: number;
}

export interface Tool {
  name: string;
  /** The program, looked up in PATH and node_modules/.bin. */
  program: string;
  /** How to get it, for who misses it. */
  from: string;
  /** Its arguments; undefined where it cannot do this. */
  args(mode: Mode, url: string, seconds: number): string[] | undefined;
  /** Given on stdin. */
  stdin?(mode: Mode, url: string, seconds: number): string;
  /** @throws when the output is not as expected. */
  read(stdout: string): ToolReport;
}

const own = fileURLToPath(new URL('./bench-driver-own.ts', import.meta.url));

export const tools: Tool[] = [
  {
    name: 'duet',
    program: process.execPath,
    from: 'this repository',
    args: (mode, url, seconds) => [own, mode, url, String(seconds)],
    read(stdout) {
      const { problems, ...report } = JSON.parse(stdout);
      return { ...report, failed: Object.values<number>(problems).reduce((sum, count) => sum + count, 0) };
    },
  },
  {
    name: 'wrk',
    program: 'wrk',
    from: 'apt install wrk',
    args: (mode, url, seconds) =>
      mode === 'closed' ? ['-t1', `-c${CLIENTS}`, `-d${seconds}s`, '--latency', url] : undefined,
    read: readWrk,
  },
  {
    name: 'wrk2',
    program: 'wrk2',
    from: 'https://github.com/giltene/wrk2',
    args: (mode, url, seconds) =>
      mode === 'open' ? ['-t1', '-c128', `-d${seconds}s`, `-R${RATE_PER_S}`, '--latency', url] : undefined,
    read: readWrk,
  },
  {
    name: 'oha',
    program: 'oha',
    from: 'cargo install oha',
    args: (mode, url, seconds) => [
      ...['-z', `${seconds}s`, '--no-tui', '--output-format', 'json'],
      ...(mode === 'closed' ? ['-c', `${CLIENTS}`] : ['-c', '128', '-q', `${RATE_PER_S}`, '--latency-correction']),
      url,
    ],
    read(stdout) {
      const { latencyPercentiles, summary } = JSON.parse(stdout);
      const { p50, p99 } = latencyPercentiles;
      return { p50_ms: p50 * 1_000, p99_ms: p99 * 1_000, failed: summary.successRate < 1 ? 1 : 0 };
    },
  },
  {
    name: 'autocannon',
    program: 'autocannon',
    from: 'npm install',
    args: (mode, url, seconds) => [
      ...['-d', `${seconds}`, '-j', '-n'],
      // Without -C it corrects latencies at a rate by an interval of 1 ms, whatever the rate: see findings/.
      ...(mode === 'closed' ? ['-c', `${CLIENTS}`] : ['-c', '128', '-C', '-R', `${RATE_PER_S}`]),
      url,
    ],
    read(stdout) {
      const { latency, errors, non2xx } = JSON.parse(stdout);
      return { p50_ms: latency.p50, p99_ms: latency.p99, failed: errors + non2xx };
    },
  },
  {
    name: 'k6',
    program: 'k6',
    from: 'go install go.k6.io/k6@latest',
    args: () => ['run', '--quiet', '--no-usage-report', '-'],
    stdin: k6Script,
    read(stdout) {
      const { duration, failed } = JSON.parse(stdout.slice(stdout.indexOf('{"duration"')));
      return { p50_ms: duration['p(50)'], p99_ms: duration['p(99)'], failed };
    },
  },
];

/** wrk and wrk2 print `50%  207.00us` (wrk2: `50.000%`) and count bad statuses and socket errors only if any. */
function readWrk(stdout: string): ToolReport {
  const unitMs = { us: 0.001, ms: 1, s: 1_000 };
  const quantile = (percent: number) => {
    const found = stdout.match(new RegExp(`^\\s+${percent}(?:\\.0+)?%\\s+([\\d.]+)(us|ms|s)`, 'm'));
    if (found === null) throw new Error(`no ${percent} % in its output`);
    return Number(found[1]) * unitMs[found[2] as keyof typeof unitMs];
  };
  const failed = /Non-2xx|Socket errors/.test(stdout) ? 1 : 0;
  return { p50_ms: quantile(50), p99_ms: quantile(99), failed };
}

function k6Script(mode: Mode, url: string, seconds: number): string {
  const scenario =
    mode === 'closed'
      ? { executor: 'constant-vus', vus: CLIENTS, duration: `${seconds}s` }
      : {
          executor: 'constant-arrival-rate',
          ...{ rate: RATE_PER_S, timeUnit: '1s', duration: `${seconds}s`, preAllocatedVUs: 128 },
        };
  const options = { scenarios: { bench: scenario }, summaryTrendStats: ['p(50)', 'p(99)'] };
  return `import http from 'k6/http';
export const options = ${JSON.stringify(options)};
export default () => { http.get(${JSON.stringify(url)}); };
export const handleSummary = ({ metrics }) => ({
  stdout: JSON.stringify({ duration: metrics.http_req_duration.values, failed: metrics.http_req_failed.values.passes }),
});
`;
}

/** Where a program is; undefined when it is not installed. */
export function find(program: string): string | undefined {
  const bin = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));
  const candidates = [bin, ...(process.env.PATH ?? '').split(delimiter)].map((folder) => join(folder, program));
  return [program, ...candidates].find((file) => file.startsWith('/') && isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
