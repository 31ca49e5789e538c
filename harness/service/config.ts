/**
 * What a service of the reader's is, said once for `tune`, `diff` and `ab`: the members of duet.config.ts or
 * duet.config.json. Paths are meant from the folder of that file.
 */
import { type Static, Type } from 'typebox';
import { TIME } from './time.ts';

const text = (description: string) => Type.String({ minLength: 1, description });
const time = (description: string) =>
  Type.String({ pattern: TIME.source, examples: ['500ms', '30s', '2m'], description });
const texts = (description: string) => Type.Record(Type.String(), Type.String(), { description });
const words = (description: string) => Type.Array(Type.String(), { description });
const share = (description: string) => Type.Number({ exclusiveMinimum: 0, maximum: 10, description });

/** What a diff allows as noise, relative: 0.03 is 3 %. */
export const RequestThresholds = Type.Partial(
  Type.Object({
    cost: share('CPU time per request.'),
    time: share('Latency and capacity.'),
    memory: share('Peak memory.'),
  }),
  {
    additionalProperties: false,
    description: 'The smallest changes of this request that fail, over those of the diff: { cost: 0.1 } is 10 %.',
  },
);

/** A request that the service is measured with. */
export const RequestConfig = Type.Object(
  {
    request: text('Method, path and JSON body: "GET /orders/7", \'POST /orders {"id": {n}}\'. With placeholders.'),
    headers: Type.Optional(texts('Sent with this request only, e.g. { Accept: "text/csv" }.')),
    weight: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        description:
          'Its part of a mixed load, which is measured where two requests or more have one: 3 comes three times as often as 1.',
      }),
    ),
    expect: Type.Optional(words('What a body must match, as in --expect: "json:data.id", "json:errors=".')),
    ignore: Type.Optional(words('Parts of the answer that may differ between sides: "$.created_at", "$.items[*].id".')),
    thresholds: Type.Optional(RequestThresholds),
    failOn: Type.Optional(
      Type.Enum(['regression', 'never'], { description: 'Whether a regression of this request fails a diff.' }),
    ),
  },
  { additionalProperties: false },
);

/** A request that is sent once to each process before all others, e.g. to log in. */
export const FirstRequestConfig = Type.Object(
  {
    request: text('As those of `requests`.'),
    headers: Type.Optional(texts('Sent with it.')),
    take: texts('Placeholders of the other requests by where the answer has them: { token: "json:access_token" }.'),
  },
  { additionalProperties: false, description: 'A request that is sent once to each process first, e.g. to log in.' },
);

/** The PostgreSQL of the service. Each side of a diff has a database of its own there. */
export const DatabaseConfig = Type.Object(
  {
    from: Type.Enum(['duet', 'DATABASE_URL'], {
      description:
        'A server that duet starts, or copies of the database that DATABASE_URL names (CREATE DATABASE … TEMPLATE).',
    }),
    migrate: Type.Optional(text('A command that makes the tables. Runs once per side, in the code of that side.')),
    seed: Type.Optional(text('A command that fills them. Runs after `migrate`.')),
  },
  { additionalProperties: false, description: 'Its PostgreSQL; each side of a diff has a database of its own there.' },
);

export const ServiceConfig = Type.Object(
  {
    build: Type.Optional(
      text('A command that installs and builds. Runs once per side; kept while its files are the same.'),
    ),
    buildTimeout: Type.Optional(time('How long a build may take, and a migration and a seed each. Default: "20m".')),
    start: text('The command that starts the service, with {port}: "node dist/server.js --port {port}".'),
    cwd: Type.Optional(text('The folder in which all commands run. Default: that of this file.')),
    env: Type.Optional(texts('Variables of all commands, with placeholders: { PORT: "{port}" }.')),
    ready: Type.Optional(text('A path that answers 2xx once the service is ready. Default: any answer will do.')),
    readyTimeout: Type.Optional(time('How long a start may take. Default: "30s".')),
    stopGrace: Type.Optional(time('How long it may take to end after SIGTERM. Default: "3s".')),
    database: Type.Optional(DatabaseConfig),
    first: Type.Optional(FirstRequestConfig),
    headers: Type.Optional(texts('Sent with every request.')),
    expect: Type.Optional(words('What every body must match, as in --expect.')),
    ignore: Type.Optional(words('Parts of every answer that may differ between sides.')),
    requests: Type.Record(Type.String(), Type.Union([Type.String(), RequestConfig]), {
      description: 'By their names in the report; a text is the request alone.',
    }),
    tune: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'Options of `duet tune pool` beside these, by their names in camelCase: { rate: 200 }.',
      }),
    ),
  },
  { additionalProperties: false },
);

export type RequestThresholds = Static<typeof RequestThresholds>;
export type RequestConfig = Static<typeof RequestConfig>;
export type FirstRequestConfig = Static<typeof FirstRequestConfig>;
export type DatabaseConfig = Static<typeof DatabaseConfig>;
export type ServiceConfig = Static<typeof ServiceConfig>;

/** Gives the object of duet.config.ts its types, so that an editor can complete and check it. */
export const defineConfig = (config: ServiceConfig): ServiceConfig => config;
