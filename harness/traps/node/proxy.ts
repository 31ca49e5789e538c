/** The proxy in front of PostgreSQL, which counts what passes it. */
const headers = { authorization: `Bearer ${process.env.CONTROL_TOKEN}` };

export interface Counts {
  connections: number;
  round_trips: number;
}

export const counts = async () =>
  (await (await fetch(`${process.env.PROXY_CONTROL_URL}/counts`, { headers })).json()) as Counts;
