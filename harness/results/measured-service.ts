/** What of a reader's service was measured together, as it was seen from outside. */
import { type Static, Type } from 'typebox';

/** How the processes that were seen differ from those that --processes says. */
export const PROCESS_WARNINGS = ['more-processes-than-said', 'fewer-processes-than-said'] as const;

/** Its processes, and the connections that they open. */
export const MeasuredService = Type.Object({
  processes: Type.Integer({
    minimum: 1,
    description: 'That serve, of those that the command starts or that stand behind the address: they share the load.',
  }),
  said: Type.Union([Type.Integer(), Type.Null()], { description: 'By --processes; null: nobody said.' }),
  warning: Type.Optional(Type.Enum([...PROCESS_WARNINGS])),
  pools: Type.Integer({ minimum: 1, description: 'That have as many connections as the setting says.' }),
  extra: Type.Integer({ minimum: 0, description: 'Connections that do not follow the setting.' }),
});

export type MeasuredService = Static<typeof MeasuredService>;
