/** The sizes and delays of a run, frozen in its plan. Times in ms, sizes in bytes. */
import { type Static, Type } from 'typebox';

const number = (description: string) => Type.Number({ description });

export const Sizes = Type.Object(
  {
    user_ms: number("Service time of parallel's first query."),
    orders_ms: number('Service time of its second query.'),
    reviews_ms: number('Service time of its third query.'),
    file_bytes: number('The file of streaming.'),
    report_ms: number('How long the CPU report shall block.'),
    report_size_node: number('The size of the report that takes about that long in Node; 0 until calibrated.'),
    report_size_python: number('The size of the report in Python; 0 until calibrated.'),
    light_per_s: number('Light requests per second beside the report.'),
    users: number('Users that batching enriches.'),
    call_base_ms: number('Latency of a call to the upstream, whatever is in it.'),
    call_per_item_ms: number('What each user in a call adds to that.'),
    rtt_ms: number("Round-trip time to PostgreSQL in pooling's latency trials."),
    capacity_ms: number('Length of a capacity trial, of which each arm has several in a block.'),
    capacity_clients: number('Number of clients of a capacity trial.'),
  },
  { description: 'The frozen sizes of the plan.' },
);

export type Sizes = Static<typeof Sizes>;
