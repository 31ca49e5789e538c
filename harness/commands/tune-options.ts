/** The options of `duet tune pool`: what is to be borne, and by which service. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ARRIVALS, type ArrivalsName, FORMS, type FormName, WORKLOADS, type WorkloadName } from '../results/tune.ts';
import { addStacks, duration, integer, name, names, type StackOptions } from './options.ts';
import { addServiceOptions, type ServiceOptions } from './tune-service-options.ts';

export interface TuneOptions extends StackOptions, ServiceOptions {
  /** Arrivals per second at all processes together. */
  rate: number;
  /** In ms; absent: as good as any pool can make it. */
  p99?: number;
  processes: number;
  arrivals: ArrivalsName;
  workload: WorkloadName[];
  form: FormName[];
  /** In ms. */
  rtt: number;
  maxConnections?: number;
  grid: boolean;
  /** In ms, for each service. */
  timeBudget: number;
  seed?: number;
  json?: boolean;
  dryRun?: boolean;
}

const DEFAULT_BUDGET_MS = 120_000;
const MOST_PER_S = 100_000;
const MOST_LATENCY_MS = 60_000;
/** What a request does to its connection. */
export const WORKLOAD_TITLES: Record<WorkloadName, string> = {
  cpu: 'a short query that burns CPU in PostgreSQL',
  slow: 'a query that waits in PostgreSQL (pg_sleep)',
  hold: 'a transaction held open while another service is called',
  fanout: 'three queries at once, on three connections',
  mix: 'one of these four, by the id of the user',
};

/** The same machine, the same rack, the same region, another one. */
const RTTS_MS = [0, 1, 5, 20];

export function addTuneOptions(command: Command): Command {
  command
    .addOption(
      new Option('--rate <n>', 'arrivals per second that are to be borne, at all processes together')
        .default(100)
        .argParser(rate),
    )
    .addOption(
      new Option('--p99 <time>', 'the latency that 99 of 100 requests are to keep to, e.g. 100ms').argParser(latency),
    )
    .option('--processes <n>', 'of the service, each with a pool of its own; one is measured', integer(1, 1_000), 1)
    .addOption(
      new Option('--arrivals <kind>', `how requests come: ${ARRIVALS.join(', ')}`)
        .default('poisson' satisfies ArrivalsName)
        .argParser(name(ARRIVALS, 'kind of arrivals')),
    )
    .addOption(
      new Option(
        '--workload <names>',
        `what a request does, comma-separated: ${WORKLOADS.join(', ')}, or all (see duet list)`,
      )
        .default(['mix'] satisfies WorkloadName[], 'mix')
        .argParser(names(WORKLOADS, 'workload', 'all')),
    );
  return addServiceOptions(addStacks(command))
    .addOption(
      new Option('--form <names>', 'how the routes are written: async; in Python also def, which run on threads')
        .default(['async'] satisfies FormName[], 'async')
        .argParser(names(FORMS, 'form')),
    )
    .addOption(
      new Option('--rtt <ms>', `round-trip time to PostgreSQL: ${RTTS_MS.join(', ')}`).default(0).argParser(rtt),
    )
    .option('--max-connections <n>', 'of the PostgreSQL that duet starts (default: 100)', integer(1, 1_000))
    .option('--grid', 'also measure up to 32 settings, overflow included, for the record; takes minutes', false)
    .addOption(
      new Option('--time-budget <time>', 'for each service; a shorter one makes shorter windows, and more noise')
        .default(DEFAULT_BUDGET_MS, '2m')
        .argParser(duration),
    )
    .option('--seed <n>', 'draws the arrivals (default: from the clock)', integer(0, 2 ** 31 - 1))
    .option('--dry-run', 'print what would be measured, and stop')
    .option('--json', 'print tune.json on stdout instead of the summary, one document per service');
}

function rate(value: string): number {
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : 0;
  if (number > 0 && number <= MOST_PER_S) return number;
  throw new InvalidArgumentError(`It must be a number above 0, at most ${MOST_PER_S}: arrivals per second.`);
}

/** In ms, from e.g. 100ms or 1.5s. */
function latency(value: string): number {
  const [, number, unit] = value.match(/^(\d+(?:\.\d+)?) ?(ms|s)$/) ?? [];
  const ms = Number(number) * (unit === 's' ? 1_000 : 1);
  if (ms > 0 && ms <= MOST_LATENCY_MS) return ms;
  throw new InvalidArgumentError('It must be a time with its unit such as 100ms or 1.5s, and at most 60s.');
}

function rtt(value: string): number {
  const found = RTTS_MS.find((ms) => String(ms) === value);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`It must be one of ${RTTS_MS.join(', ')}: milliseconds.`);
}
