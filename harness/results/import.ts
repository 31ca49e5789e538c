/** What `duet import` writes: the raw results of vegeta from several machines, added up. Numbers and codes, never sentences. */
import { type Static, Type } from 'typebox';

export const IMPORT_VERSION = 1;

/** The most frequent errors that are kept. */
export const MOST_ERRORS = 10;
/** The pods have to attack at the same time for this share of the duration, and to send this share of what was planned. */
export const LEAST = { together: 0.9, sent: 0.99 };
/** An attack is cut into so many windows of the same length, which are the unit when pods are compared. */
export const WINDOWS = 10;

const Times = Type.Object({
  p50_ms: Type.Number(),
  p90_ms: Type.Number(),
  p99_ms: Type.Number(),
  max_ms: Type.Number(),
});

const LOAD = {
  requests: Type.Integer(),
  answered: Type.Integer({ description: 'With a status of 2xx.' }),
  began_at: Type.String({ format: 'date-time', description: 'When the first request was sent.' }),
  seconds: Type.Number({ description: 'From the first sending to the last.' }),
  rate_per_s: Type.Union([Type.Number(), Type.Null()], {
    description: 'Requests over these seconds, as `vegeta report` has it; null for a single request.',
  }),
  response_time: Type.Union([Times, Type.Null()], {
    description: 'How long answered requests took, from when each was due; null where there is none.',
  }),
  late: Times,
  codes: Type.Record(Type.String(), Type.Integer(), { description: 'Requests by status; 0 is no answer.' }),
  errors: Type.Array(Type.Object({ error: Type.String(), requests: Type.Integer() }), {
    description: `Why requests got no answer, the ${MOST_ERRORS} most frequent.`,
  }),
  histogram: Type.String({ description: 'The response times in µs: HdrHistogram V2, compressed, base64.' }),
};

/** A load as it was sent and answered. */
export const SentLoad = Type.Object(LOAD);

export const ImportedPod = Type.Object({
  pod: Type.Integer({ description: 'From 0.' }),
  file: Type.String(),
  ...LOAD,
});

/** Whether one quantile is the same in all pods: the windows of a pod are the blocks of a stratum. */
export const PodAgreement = Type.Object({
  p: Type.Number({ description: 'How probable such a spread of the pods is where they do not differ.' }),
  sd: Type.Number({ description: 'Standard deviation between pods, of the logarithm.' }),
  differ: Type.Boolean(),
});

/** Why the numbers are not those of the load that was exported. */
export const ImportInvalidity = Type.Union([
  Type.Object({ rule: Type.Literal('not-together'), together_s: Type.Number() }),
  Type.Object({
    rule: Type.Literal('short'),
    pod: Type.Integer(),
    requests: Type.Integer(),
    planned: Type.Integer(),
  }),
  Type.Object({ rule: Type.Literal('nothing-answered') }),
]);

export const ImportResults = Type.Object({
  schema: Type.Literal('duet-import'),
  schema_version: Type.Literal(IMPORT_VERSION),
  duet_version: Type.String(),
  id: Type.String(),
  command: Type.String(),
  driver: Type.Literal('vegeta'),
  export: Type.Object({
    id: Type.String(),
    rate_per_s: Type.Integer({ description: 'Requests per second of all pods together.' }),
    duration_s: Type.Integer(),
    pods: Type.Integer(),
  }),
  together_s: Type.Number({ description: 'How long all pods attacked at the same time.' }),
  whole: SentLoad,
  pods: Type.Array(ImportedPod),
  agreement: Type.Object({
    p50: Type.Union([PodAgreement, Type.Null()]),
    p99: Type.Union([PodAgreement, Type.Null()]),
  }),
  invalid: Type.Array(ImportInvalidity),
});

export type SentLoad = Static<typeof SentLoad>;
export type ImportedPod = Static<typeof ImportedPod>;
export type PodAgreement = Static<typeof PodAgreement>;
export type ImportInvalidity = Static<typeof ImportInvalidity>;
export type ImportResults = Static<typeof ImportResults>;
