/** What the whole run comes down to: the recommended values, and whether they do what was asked for. */
import { connectionsOf, runsAsItIs, type TuneResults, type TuneSubject } from '../../results/schema.ts';
import type { Banner, Fact } from '../kit/facts.ts';
import { counted, instant, quantity, span, statedQuantity } from '../kit/format.ts';
import type { Tone } from '../kit/tone.ts';
import { poolerText } from './advice/pooler.ts';
import { rateText } from './cell-metrics.ts';
import { code, subjectText } from './names.ts';

const ARRIVALS = { steady: 'at even distances', poisson: 'at random (Poisson)', bursty: 'in bursts' } as const;

/** The values that say how large the pool is, and how long to wait for it. */
const DECISIVE = ['pool_size', 'max_overflow', 'pool_timeout', 'max', 'connectionTimeoutMillis'];

/** "10 connections per process: pool_size 10, max_overflow 0, pool_timeout 0.5". */
export function headline({ recommendation, status, subject }: TuneResults): string {
  if (recommendation === null) return status === 'partial' ? 'No recommendation yet' : 'No recommendation';
  const { setting, values } = recommendation;
  const connections = `${counted(connectionsOf(setting), 'connection')} per process`;
  // Nobody can give it another pool: this is a prediction.
  if (runsAsItIs(subject)) return `${connections} by Little’s law; nothing was searched`;
  // How a reader's service calls them is not known, nor in which language it is written.
  if (subject.kind !== 'own') return `${connections}, waited for at most ${statedQuantity(setting.timeout_ms, 'ms')}`;
  const decisive = values.filter(({ name }) => DECISIVE.includes(name)).map(({ name, value }) => `${name} ${value}`);
  return [connections, decisive.join(', ')].filter((part) => part !== '').join(': ');
}

/** What was measured under warnings is no good news. */
export function answerTone({ recommendation, subject }: TuneResults, warnings: readonly Banner[]): Tone {
  if (recommendation === null) return 'warning';
  if (recommendation.target_met === false) return 'bad';
  if (runsAsItIs(subject)) return 'warning';
  return recommendation.limited_by_server || warnings.length > 0 ? 'warning' : 'good';
}

/** What was asked of whom, when. */
export function headlineFacts(results: TuneResults): Fact[] {
  const { subject, started_at, finished_at, id, duet_version, pooler } = results;
  return [
    ['Service', subjectText(subject)],
    ...requestFacts(subject),
    ['Target', targetText(results)],
    ...(pooler == null ? [] : [['Pooler', poolerText(pooler)] as Fact]),
    ['When', `${instant(started_at)}, took ${span(started_at, finished_at)}`],
    ['Run', `${id}, duet ${duet_version}`],
  ];
}

function requestFacts(subject: TuneSubject): Fact[] {
  if (subject.kind === 'own') return [];
  const headers = Object.entries(subject.headers ?? {}).map(([name, value]) => code(`${name}: ${value}`));
  return [
    ['Request', code(subject.request)],
    ...(headers.length === 0 ? [] : [['With the headers', headers.join(', ')] as Fact]),
    ...(subject.expect === undefined ? [] : [['Expected of a body', subject.expect.map(code).join(', ')] as Fact]),
  ];
}

/** "200 requests per second at random (Poisson) over 2 processes, p99 at most 150 ms". */
function targetText({ target: { rate_per_s, processes, arrivals, p99_ms, rtt_ms } }: TuneResults): string {
  const over = processes === 1 ? '' : ` over ${processes} processes (${rateText(rate_per_s / processes)} at each)`;
  const p99 = p99_ms === null ? 'as good a p99 as a pool can make it' : `p99 at most ${statedQuantity(p99_ms, 'ms')}`;
  const rtt = rtt_ms === 0 ? '' : `, ${quantity(rtt_ms, 'ms')} from service to PostgreSQL and back`;
  return `${rateText(rate_per_s)} requests per second ${ARRIVALS[arrivals]}${over}, ${p99}${rtt}`;
}

/** What was given for the placeholders of a service of the reader's. */
export function templateFacts({ subject }: TuneResults): Fact[] {
  if (subject.kind === 'url') return [['Hook between settings', subject.hook === null ? 'none' : code(subject.hook)]];
  if (subject.kind === 'own') return [];
  return Object.entries(subject.env).map(([name, template]) => [name, code(template)]);
}

/** What PostgreSQL can give, one line per term. */
export function budgetFacts({ budget, target, recommendation }: TuneResults): Fact[] {
  if (budget === null) return [];
  const asked =
    recommendation === null ? [] : [['recommended, per process', `${connectionsOf(recommendation.setting)}`] as Fact];
  const { limit } = budget;
  const sum = recommendation?.arithmetic;
  const pools = sum?.code === 'of-budget' ? sum.pools : undefined;
  return [
    ['max_connections', quantity(budget.max_connections, 'count')],
    ['reserved for superusers and others', `−${budget.reserved}`],
    ['open already', `−${budget.others}`],
    ...duetFacts(budget),
    ...(limit === undefined
      ? []
      : [
          [`CONNECTION LIMIT of the ${limit.of} ${limit.name}, which is less`, `${limit.connections}`] as Fact,
          [`open already, of the ${limit.of}`, `−${limit.others}`] as Fact,
          ...duetFacts(limit),
        ]),
    ...(budget.extra === undefined ? [] : [['of the service, beside its pool', `−${budget.extra}`] as Fact]),
    pools === undefined ? ['processes', `÷ ${target.processes}`] : ['pools', `÷ ${pools}`],
    ['per process', `${budget.per_process}`],
    ...asked,
  ];
}

const duetFacts = ({ duet }: { duet?: number }): Fact[] => (duet === undefined ? [] : [['of duet', `−${duet}`]]);
