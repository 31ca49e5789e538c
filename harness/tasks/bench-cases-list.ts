/** The cases of tune: what people have, what is run for it, and what is right. */
import { connectionsOf } from '../results/tune.ts';
import {
  all,
  comesSoFar,
  hides,
  holds,
  type Judge,
  nothingFails,
  recommends,
  refuses,
  says,
  searchWindows,
  triedConnections,
} from './bench-cases-judge.ts';
import { type CaseLab, POOLER_SIZE, ROLE_LIMIT } from './bench-cases-lab.ts';
import { items, pythonService, RATE_PER_S, service, WRITE_ITEM, withEnv } from './bench-cases-services.ts';
import type { CaseTitle } from './bench-cases-table.ts';
import type { Try } from './bench-cases-try.ts';

export interface Case extends CaseTitle {
  /** What the machine lacks for it. */
  missing?(lab: CaseLab): string | undefined;
  tries(lab: CaseLab): Try[];
}

/** What the progress says of the first stage, and of the search. */
const CHECKING = /whether the service heeds/;
const SEARCHING = /\d+ connections: /;

const WORKERS = 4;
/** Each of so many processes has the pool that is recommended, and the command gets the whole rate. */
const countsProcesses: Judge = holds(`not ${WORKERS} x pool at the whole rate`, (results) => {
  const { arithmetic, setting } = results.recommendation ?? {};
  const taken = arithmetic !== undefined && 'taken' in arithmetic ? arithmetic.taken : undefined;
  const isWhole = searchWindows(results).every(({ rate_per_s }) => rate_per_s === RATE_PER_S);
  return setting !== undefined && taken === WORKERS * connectionsOf(setting) && isWhole;
});

const SECRETS = Array.from({ length: 6 }, (_, index) => `geheim-47${11 + index}`);
const [SESSION, AUTH, SIGNING, MASTER, KEY, SIG] = SECRETS;

export const CASES: readonly Case[] = [
  {
    row: 1,
    title: 'ids in a body and a header that may not come twice',
    right: 'no id comes twice, neither in a run nor in the next one',
    tries: ({ url }) =>
      ['node-items', 'again on the same table'].map((what) => ({
        ...{ what, args: items(WRITE_ITEM), env: { DATABASE_URL: url } },
        wrong: all(recommends, nothingFails),
      })),
  },
  {
    row: 2,
    title: 'DATABASE_URL is a PgBouncer that pools by transaction',
    right: 'it is noticed, its limits are read, and both sides are sized',
    missing: ({ pooledUrl }) => (pooledUrl === undefined ? 'there is no pgbouncer on PATH' : undefined),
    tries: ({ pooledUrl = '' }) => [
      {
        ...{ what: 'service.js', args: service(), env: { DATABASE_URL: pooledUrl } },
        wrong: all(
          recommends,
          says('the pooler is not in the sum', /"code":"through-pooler"/),
          says(`its default_pool_size of ${POOLER_SIZE} is not read`, new RegExp(`"pool_size":${POOLER_SIZE}[,}]`)),
        ),
      },
    ],
  },
  {
    row: 3,
    title: 'several processes per command',
    right: 'they are counted: N x pool, and the rate is divided once',
    tries: ({ url }) => {
      const cluster = service({ CASES_DATABASE: url, WEB_CONCURRENCY: `${WORKERS}` }, 'cluster.js');
      const wrong = all(recommends, countsProcesses);
      return [
        { what: `cluster.js of ${WORKERS}, no DATABASE_URL`, args: cluster, wrong },
        { what: `the same with --processes ${WORKERS}`, args: [...cluster, '--processes', `${WORKERS}`], wrong },
        {
          ...{ what: `uvicorn --workers ${WORKERS}`, env: { DATABASE_URL: url }, wrong },
          args: pythonService({}, `--workers ${WORKERS}`),
        },
      ];
    },
  },
  {
    row: 4,
    title: `a role with CONNECTION LIMIT ${ROLE_LIMIT}`,
    right: 'the least of all limits, less the sessions of duet, is never exceeded',
    tries: ({ limitedUrl }) => [
      {
        ...{ what: 'service.js', args: service(), env: { DATABASE_URL: limitedUrl } },
        wrong: all(
          recommends,
          nothingFails,
          says('the limit is not in the sum', /"of":"role"/),
          holds('more was tried than can be had', (found) => Math.max(...triedConnections(found)) < ROLE_LIMIT),
        ),
      },
    ],
  },
  {
    row: 5,
    title: 'a request that needs two connections, or one that is held for good',
    right: 'the search begins where requests are answered, and says why',
    tries: ({ url }) =>
      ['nested', 'listen'].map((MODE) => ({
        ...{ what: `service.js, MODE=${MODE}`, args: service({ MODE }), env: { DATABASE_URL: url } },
        wrong: all(
          recommends,
          says('the reason is not said', /"least_pool":\{"code":"(?:at-once|held)"/),
          holds('a pool of 1 was tried', (found) => Math.min(...triedConnections(found)) > 1),
        ),
      })),
  },
  {
    row: 6,
    title: 'a second pool on the same database, which no setting changes',
    right: 'it is no reason to refuse, and its connections are in the sum',
    tries: ({ url }) => [
      {
        ...{ what: 'service.js, MODE=poller', args: service({ MODE: 'poller' }), env: { DATABASE_URL: url } },
        wrong: all(recommends, says('its four connections are not in the sum', /"extra":4[,}]/)),
      },
    ],
  },
  {
    row: 7,
    title: 'secrets in headers, variables and queries under any name',
    right: 'none is printed or written',
    tries: ({ url }) => [
      {
        what: 'node-items with six secrets',
        args: items([
          ...['--request', `GET /items?key=${KEY}&sig=${SIG}`],
          ...['--header', `X-Session: ${SESSION}`, '--header', `X-Auth: ${AUTH}`],
          ...withEnv({ SIGNING_KEY: `${SIGNING}`, RAILS_MASTER_KEY: `${MASTER}` }),
        ]),
        env: { DATABASE_URL: url },
        wrong: all(recommends, hides([...SECRETS, new URL(url).password])),
      },
    ],
  },
  {
    row: 8,
    title: 'errors with status 200',
    right: '--expect makes them failures, and without it a warning says that answers differ',
    tries: ({ url }) => {
      const args = service({ MODE: 'graphql' });
      return [
        {
          ...{ what: 'service.js, MODE=graphql', args, env: { DATABASE_URL: url } },
          wrong: all(recommends, says('no warning that answers differ', /"strange":\{/)),
        },
        {
          ...{ what: 'with --expect json:errors=', env: { DATABASE_URL: url } },
          args: [...args, '--expect', 'json:errors='],
          wrong: all(recommends, says('errors count as served', /"problem":"wrong-body"/)),
        },
      ];
    },
  },
  {
    row: 9,
    title: 'a service that leaves its process group',
    right: 'it is tuned, nothing is left, and duet ends, also when it is asked to',
    tries: ({ url }) => {
      const args = items(WRITE_ITEM, (command) => `sh -c 'setsid ${command} & wait'`);
      const env = { DATABASE_URL: url };
      return [
        { what: 'node-items under setsid', args, env, wrong: recommends },
        ...(['SIGTERM', 'SIGINT'] as const).map((endedBy) => ({
          ...{ what: `ended by ${endedBy}`, args, env, until: SEARCHING, endedBy, wrong: comesSoFar },
        })),
      ];
    },
  },
  {
    row: 10,
    title: 'DATABASE_URL as others write it',
    right: 'what libpq and SQLAlchemy take is taken; what is not understood is named',
    tries: ({ url, certificate }) => {
      const { hostname, port, username, password } = new URL(url);
      const args = service({ CASES_DATABASE: url });
      const forms = {
        'key=value': `host=${hostname} port=${port} dbname=postgres user=${username} password=${password}`,
        'two hosts, the first of which is down': url.replace(`@${hostname}:`, `@${hostname}:1,${hostname}:`),
        '?ssl=require with a driver': `${url.replace(/^postgresql:/, 'postgresql+asyncpg:')}?ssl=require`,
        'sslmode=require': `${url}?sslmode=require`,
        'sslmode=verify-full': `${url}?sslmode=verify-full&sslrootcert=${certificate}`,
      };
      return [
        ...Object.entries(forms).map(([what, DATABASE_URL]) => ({
          ...{ what, args, env: { DATABASE_URL }, until: SEARCHING, wrong: comesSoFar },
        })),
        {
          ...{ what: '?sslmod=require', args, env: { DATABASE_URL: `${url}?sslmod=require` } },
          wrong: refuses(/there is no parameter sslmod/),
        },
      ];
    },
  },
  {
    row: 11,
    title: 'pool timeouts that are answered with status 500',
    right: 'failures that come after the wait and only under load are taken for what they are',
    tries: ({ url }) => [
      {
        ...{ what: 'service.js, CASES_TIMEOUT_STATUS=500', env: { DATABASE_URL: url } },
        args: service({ CASES_TIMEOUT_STATUS: '500' }),
        wrong: all(
          recommends,
          says('they are not recognized', /"verdict":"recognized"/),
          holds('what limits it is not seen', ({ recommendation }) => recommendation?.bottleneck.kind !== 'none'),
        ),
      },
    ],
  },
  {
    row: 12,
    title: 'whole seconds, slow starts, PG* instead of DATABASE_URL, an address with a driver',
    right: 'each can be said, and what does not fit is said before anything is measured',
    tries: ({ url }) => {
      const env = { DATABASE_URL: url };
      const until = { until: SEARCHING, wrong: comesSoFar };
      const wait = (placeholder: string) => pythonService({ CASES_POOL_TIMEOUT: placeholder });
      const names = { PGHOST: 'host', PGPORT: 'port', PGUSER: 'user', PGPASSWORD: 'password', PGDATABASE: 'name' };
      const parts = Object.entries(names).map(([name, part]) => [name, `{db_${part}}`]);
      return [
        {
          what: 'case_service.py, a wait of 0.5 s',
          env,
          args: wait('{pool_timeout_s}'),
          wrong: refuses(/whole seconds/),
        },
        { what: 'the same in whole seconds', env, args: wait('{pool_timeout_whole_s}'), wrong: recommends },
        {
          ...{ what: 'a start of 35 s with --ready-timeout 60s', env, until: CHECKING, wrong: comesSoFar },
          args: [...service({ CASES_START_MS: '35000' }), '--ready-timeout', '60s'],
        },
        {
          ...{ what: 'service.js, PGHOST and so on alone', env, ...until },
          args: service({ DATABASE_URL: '', ...Object.fromEntries(parts) }),
        },
        {
          ...{ what: 'case_service.py, an address with a driver', env, ...until },
          args: pythonService({ DATABASE_URL: '', CASES_DATABASE: '{database_url:postgresql+psycopg}' }),
        },
      ];
    },
  },
];
