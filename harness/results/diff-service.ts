/** The reader's service that a diff is about: what it is asked, and how much. Absent in a diff of duet's own services. */
import { type Static, Type } from 'typebox';
import { Thresholds } from './thresholds.ts';

/** Numbers of requests, the same for both sides and all blocks: chosen once, from what a request took on base. */
export const RequestLoad = Type.Object({
  warm_up: Type.Integer({ description: 'Requests to a fresh process, before its first window.' }),
  warm_up_ms: Type.Number({ description: 'What they are expected to take.' }),
  turns: Type.Integer({ description: 'The turns of each side in a window.' }),
  turn: Type.Integer({ description: 'The requests of a side in one turn.' }),
  window_ms: Type.Number({ description: 'What the turns of one side in a window are expected to take.' }),
  single: Type.Integer({ description: 'The requests of a trial at a low rate.' }),
  gap_ms: Type.Number({ description: 'Between two arrivals of these.' }),
});

export const ServiceRequest = Type.Object({
  name: Type.String({ description: 'The variant of its cell.' }),
  request: Type.String({
    description: 'Method, path and body, with placeholders and without secrets; of a mix its weights.',
  }),
  headers: Type.Record(Type.String(), Type.String(), { description: 'Without secrets.' }),
  thresholds: Type.Partial(Thresholds, { description: 'In place of those of the diff.' }),
  mix: Type.Optional(
    Type.Record(Type.String(), Type.Number(), {
      description:
        'Not one request but several in one load: their weights by their names. It is timed and not counted.',
    }),
  ),
  only_shown: Type.Optional(Type.Literal(true, { description: 'A regression of it fails nothing.' })),
  load: Type.Optional({ ...RequestLoad, description: 'Absent where only counts are compared.' }),
});

/** Why the work of its database is not counted: none is named, or no proxy can stand in front of it. */
export const UNSEEN = ['no-database', 'no-proxy'] as const;

/** What one of two ways has of its own, as it may be shown. */
export const WayParts = Type.Object({
  request: Type.Optional(Type.String({ description: 'The name of the one request that it is asked for.' })),
  start: Type.Optional(Type.String({ description: 'Its command.' })),
  env: Type.Record(Type.String(), Type.String(), { description: 'Its variables.' }),
  hidden: Type.Optional(
    Type.Literal(true, { description: 'A secret among them is not shown: to go on, they have to be typed again.' }),
  ),
});

export const DiffService = Type.Object({
  name: Type.String(),
  ways: Type.Optional(
    Type.Object(
      {
        a: Type.String(),
        b: Type.String(),
        parts: Type.Optional(
          Type.Object({ a: WayParts, b: WayParts }, { description: 'From these a run goes on. Absent in older ones.' }),
        ),
      },
      { description: 'Not two versions, but two ways of one working tree, a in the place of base: what each is.' },
    ),
  ),
  requests: Type.Array(ServiceRequest),
  start_ms: Type.Optional(
    Type.Number({ description: 'What the start of one process took, while both sides started.' }),
  ),
  database_cpu: Type.Optional(
    Type.Literal(true, { description: 'The CPU time of PostgreSQL is measured: its server is one that duet starts.' }),
  ),
  growth: Type.Optional(
    Type.Literal(true, {
      description: 'The growth of its memory per 1,000 requests is judged. Absent in older diffs.',
    }),
  ),
  unseen: Type.Optional(
    Type.Enum([...UNSEEN], {
      description: 'Its work in a database is not counted. The rest is judged.',
    }),
  ),
});

export type RequestLoad = Static<typeof RequestLoad>;
export type ServiceRequest = Static<typeof ServiceRequest>;
export type WayParts = Static<typeof WayParts>;
export type DiffService = Static<typeof DiffService>;
