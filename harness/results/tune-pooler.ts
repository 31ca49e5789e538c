/** A connection pooler between a service and PostgreSQL: how it was noticed, what it allows, and the two sums. */
import { type Static, Type } from 'typebox';

/**
 * `foreign-key`: the process id that came with the login (BackendKeyData) is not pg_backend_pid(). `shared-backend`: that
 * changes within a session, or two sessions have the same.
 */
export const POOLER_SIGNS = ['foreign-key', 'shared-backend'] as const;
export const POOL_MODES = ['session', 'transaction', 'statement'] as const;
/** Bounds of clients beside max_client_conn, since PgBouncer 1.24. */
export const CLIENT_BOUNDS = ['max_db_client_connections', 'max_user_client_connections'] as const;

const IntegerOrNull = Type.Union([Type.Integer(), Type.Null()]);

/** What PgBouncer says of itself, by its own names. */
export const PoolerLimits = Type.Object({
  max_client_conn: Type.Integer(),
  other_clients: Type.Integer({ description: 'Connected to it by others than the service. Two are of duet.' }),
  pool_clients: Type.Integer({ description: 'Those of them with the database and the role of the service.' }),
  pool_size: Type.Integer({ description: 'The pool_size of this role or database, or default_pool_size.' }),
  reserve_pool_size: Type.Integer(),
  max_db_connections: Type.Union([Type.Integer(), Type.Null()], {
    description: 'The bound of this database; null: none.',
  }),
  max_user_connections: Type.Union([Type.Integer(), Type.Null()], { description: 'null: no bound.' }),
  client_bounds: Type.Optional(
    Type.Array(
      Type.Object({
        setting: Type.Enum([...CLIENT_BOUNDS]),
        most: Type.Integer(),
        others: Type.Integer({ description: 'Clients within this bound that are not of the service.' }),
      }),
      { description: 'Further bounds of clients, of the database and of the role; absent: there are none.' },
    ),
  ),
});

/** What PostgreSQL can give to the pooler. */
export const BehindPooler = Type.Object({
  max_connections: Type.Integer(),
  reserved: Type.Integer(),
  others: Type.Integer({ description: 'Sessions of anybody else than the pooler for this database and role.' }),
});

export const Pooler = Type.Object({
  signs: Type.Array(Type.Enum([...POOLER_SIGNS])),
  version: Type.Union([Type.String(), Type.Null()], { description: 'As SHOW VERSION says it; null: it was not told.' }),
  mode: Type.Enum([...POOL_MODES]),
  mode_source: Type.Enum(['told', 'seen'], { description: '`seen`: by whether sessions share a backend.' }),
  limits: Type.Union([PoolerLimits, Type.Null()], { description: 'null: they were not told.' }),
  refusal: Type.Union(
    [
      Type.Object({
        code: Type.Enum(['no-right', 'no-console'], {
          description: 'The role is in neither stats_users nor admin_users, or there is no database `pgbouncer`.',
        }),
        role: Type.String(),
      }),
      Type.Null(),
    ],
    { description: 'Why the limits were not told.' },
  ),
  server: BehindPooler,
  sessions: Type.Integer({
    description: 'The sessions that the pooler had for this database and role when it was noticed.',
  }),
});

/** Why a value of the pooler is advised. */
export const PoolerReason = Type.Union([
  Type.Object({ code: Type.Literal('pooler-mode'), mode: Type.Enum([...POOL_MODES]) }),
  Type.Object({
    code: Type.Literal('pooler-size'),
    mode: Type.Enum([...POOL_MODES]),
    processes: Type.Integer(),
    connections: Type.Integer({ description: 'The connections of each process.' }),
    taken: Type.Integer({ description: 'By all processes.' }),
    needed: Type.Integer({ description: 'Transactions at once that few have to wait for, of all processes.' }),
    available: Type.Integer({ description: 'What PostgreSQL can give to the pooler.' }),
  }),
  Type.Object({ code: Type.Literal('pooler-reserve'), allowed: IntegerOrNull }),
  Type.Object({
    code: Type.Literal('pooler-clients'),
    taken: Type.Integer(),
    others: Type.Integer(),
    usual: Type.Integer({ description: 'What PgBouncer lets in by default.' }),
  }),
]);

/** From the service to the pooler, and from the pooler to PostgreSQL. */
export const PoolerSums = Type.Object({
  code: Type.Literal('through-pooler'),
  version: Type.Union([Type.String(), Type.Null()]),
  mode: Type.Enum([...POOL_MODES]),
  processes: Type.Integer(),
  connections: Type.Integer({ description: 'Recommended for each process.' }),
  taken: Type.Integer(),
  per_process: Type.Union([Type.Integer(), Type.Null()], {
    description: 'The most that each may have; null: not known.',
  }),
  clients: Type.Union(
    [
      Type.Object({
        max_client_conn: Type.Integer(),
        others: Type.Integer(),
        available: Type.Integer({ description: 'max_client_conn - others, or that of the tighter bound.' }),
        tighter: Type.Optional(
          Type.Object(
            { setting: Type.Enum([...CLIENT_BOUNDS]), most: Type.Integer() },
            { description: 'The bound that leaves fewer than max_client_conn; others are then those within it.' },
          ),
        ),
      }),
      Type.Null(),
    ],
    { description: 'null: not told.' },
  ),
  pool: Type.Union(
    [
      Type.Object({
        pool_size: Type.Integer(),
        reserve_pool_size: Type.Integer(),
        max_db_connections: IntegerOrNull,
        max_user_connections: IntegerOrNull,
        connections: Type.Integer({ description: 'The most that it opens for this database and role.' }),
        held: Type.Integer({
          description: 'In session mode, by other clients, for as long as they are connected; else 0.',
        }),
      }),
      Type.Null(),
    ],
    { description: 'null: not told.' },
  ),
  server: Type.Object({ ...BehindPooler.properties, available: Type.Integer({ description: 'What is left for it.' }) }),
});

/** What could not be observed of a service behind a pooler. */
export const UnseenOfPooler = Type.Union([
  Type.Object({
    code: Type.Literal('pooler-limits'),
    refusal: Type.Enum(['no-right', 'no-console']),
    role: Type.String(),
  }),
  Type.Object({ code: Type.Literal('pooler-transactions') }),
]);

export type PoolerSign = (typeof POOLER_SIGNS)[number];
export type PoolMode = (typeof POOL_MODES)[number];
export type PoolerLimits = Static<typeof PoolerLimits>;
export type Pooler = Static<typeof Pooler>;
export type PoolerReason = Static<typeof PoolerReason>;
export type PoolerSums = Static<typeof PoolerSums>;
export type UnseenOfPooler = Static<typeof UnseenOfPooler>;
