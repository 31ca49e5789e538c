/** How many connections a service may have, and the bound that says so. */
import { type Static, Type } from 'typebox';

/**
 * CONNECTION LIMIT of the role that the service logs in as, or of its database. PostgreSQL holds no superuser to either.
 * What counts towards the limit of a role are its sessions on all databases; towards that of a database, everybody's.
 */
export const ConnectionLimit = Type.Object({
  of: Type.Enum(['role', 'database']),
  name: Type.String(),
  connections: Type.Integer({ minimum: 0 }),
  others: Type.Integer({ description: 'Sessions that count towards it, without those of the service and of duet.' }),
  duet: Type.Integer({ description: 'Sessions of duet that count towards it.' }),
});

export type ConnectionLimit = Static<typeof ConnectionLimit>;

/** What PostgreSQL can give. */
export const ConnectionBudget = Type.Object({
  max_connections: Type.Integer(),
  reserved: Type.Integer({
    description:
      'superuser_reserved_connections, and reserved_connections unless the role of the service may use pg_use_reserved_connections.',
  }),
  others: Type.Integer({
    description:
      'Open before the service was started, by anybody else; of one that ran already, those to other databases.',
  }),
  duet: Type.Optional(Type.Integer({ description: 'Sessions of duet. Absent: of an older file, `others` has them.' })),
  limit: Type.Optional(Type.Object(ConnectionLimit.properties, { description: 'Where it is less than that.' })),
  extra: Type.Optional(
    Type.Integer({ description: 'Connections of the service that do not follow its setting, of all processes.' }),
  ),
  per_process: Type.Integer({
    description:
      '(max_connections - reserved - others - duet - extra, or less where there is a limit) / processes, rounded down.',
  }),
});

export type ConnectionBudget = Static<typeof ConnectionBudget>;
