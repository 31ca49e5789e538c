/** The Lua script that wrk is given: what it sends, and what it prints at its end. */
import type { HttpRequest } from '../load/client.ts';
import type { ClosedLoad } from '../load/driver.ts';

/** Sends the requests in turn, all connections together. Prints one line of JSON that begins with `{"duration_us"`. */
export const wrkScript = ({ count, of }: ClosedLoad['requests']): string => `local described = {
${Array.from({ length: count }, (_, n) => described(of(n))).join(',\n')}
}
local requests = {}
local at = 0

function init()
  for n, one in ipairs(described) do requests[n] = wrk.format(one[1], one[2], one[3], one[4]) end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\\n{"duration_us":%d,"requests":%d,', summary.duration, summary.requests))
  io.write(string.format('"errors":{"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d},',
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
  local counted = {}
  for n = 1, #latency do
    local us, count = latency(n)
    counted[n] = string.format('[%d,%d]', us, count)
  end
  io.write('"latency_us":[', table.concat(counted, ','), ']}\\n')
end
`;

function described({ method, path, headers = {}, body }: HttpRequest): string {
  const json = body === undefined ? undefined : JSON.stringify(body);
  const all = Object.entries({ ...headers, ...(json === undefined ? {} : { 'content-type': 'application/json' }) });
  const pairs = all.map(([name, value]) => `[${luaString(name)}]=${luaString(value)}`);
  const parts = [luaString(method), luaString(path)];
  if (pairs.length > 0) parts.push(`{${pairs.join(',')}}`);
  if (json !== undefined) parts.push(luaString(json));
  return `{${parts.join(',')}}`;
}

/** As UTF-8; whatever is not plain is a decimal escape of three digits. */
export function luaString(text: string): string {
  const escaped = [...Buffer.from(text)].map((byte) => {
    const char = String.fromCharCode(byte);
    return /[ !#-[\]-~]/.test(char) ? char : `\\${String(byte).padStart(3, '0')}`;
  });
  return `"${escaped.join('')}"`;
}
