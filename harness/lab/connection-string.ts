/**
 * DATABASE_URL as people write it, understood: what libpq takes (an address or name=value pairs, section 32.1.1 of
 * PostgreSQL's documentation), and what SQLAlchemy takes beyond that (a dialect with its driver, a host in the query, a password with a
 * slash in it). pg-connection-string, which pg uses, reads neither pairs, nor several hosts, nor drivers.
 */
import { refused } from '../errors.ts';

/** By the keywords of libpq; `host` and `port` may be lists. `sslmode` may also be no-verify: encrypted, whoever it is. */
export type ConnectionSettings = ReadonlyMap<string, string>;

/** What duet does something about. */
const USED = new Set(
  `host hostaddr port dbname user password sslmode sslrootcert sslcert sslkey sslpassword sslnegotiation connect_timeout
  options target_session_attrs`.split(/\s+/),
);
/** What is for the driver of the service, or makes no difference to somebody who only looks. */
const IGNORED = new Set(
  `application_name fallback_application_name client_encoding keepalives keepalives_idle keepalives_interval keepalives_count
  tcp_user_timeout load_balance_hosts channel_binding require_auth requirepeer sslcompression sslcrl sslcrldir sslsni
  sslcertmode sslkeylogfile ssl_min_protocol_version ssl_max_protocol_version min_protocol_version max_protocol_version
  gssencmode krbsrvname gsslib gssdelegation uselibpqcompat
  prepared_statement_cache_size prepared_statement_name_func statement_cache_size max_cached_statement_lifetime command_timeout
  timeout async_fallback connection_limit pool_timeout pool_size max_overflow pgbouncer socket_timeout schema`.split(
    /\s+/,
  ),
);
const ALIASES: Record<string, string> = { database: 'dbname', username: 'user' };
const ELSEWHERE = new Set(['service', 'servicefile', 'passfile']);
const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

const SCHEME = /^([a-z][\w+.-]*):\/\/(.*)$/is;
/** Hosts with their ports, as far as the first / or ?. */
const HOSTS = /^(?:\[[^\]]*\]|[^:,/?[\]]*)(?::\d*)?(?:,(?:\[[^\]]*\]|[^:,/?[\]]*)(?::\d*)?)*(?=[/?]|$)/;

/** @throws DuetError (exit 2) that names the part that is not understood, and shows no value of it. */
export function readConnectionString(text: string): ConnectionSettings {
  const [, scheme, rest] = text.trim().match(SCHEME) ?? [];
  const pairs = scheme === undefined ? readPairs(text) : readAddress(scheme, rest ?? '');
  const settings = new Map<string, string>();
  for (const [given, value] of pairs) {
    const name = ALIASES[given] ?? given;
    if (name === 'ssl') settings.set('sslmode', modeOfSsl(value));
    else if (name === 'sslaccept') settings.set('sslmode', value === 'strict' ? 'verify-full' : 'no-verify');
    else if (USED.has(name)) settings.set(name, joined(settings.get(name), name, value));
    else if (!IGNORED.has(name)) throw unknown(name);
  }
  const mode = settings.get('sslmode');
  if (mode !== undefined && !MODES.includes(mode))
    throw strange(`there is no sslmode ${mode}`, `there are ${MODES.join(', ')}`);
  return settings;
}

/** Whether the services of duet take it as well: an address with one host. */
export function isPlainAddress(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) && new URL(text).hostname !== '';
}

const strange = (what: string, hint: string) => refused(`DATABASE_URL is not understood: ${what}`, hint);

const unknown = (name: string) =>
  ELSEWHERE.has(name)
    ? strange(
        `${name} names a file that duet does not read`,
        'write out what it says: host, port, dbname, user, password',
      )
    : strange(
        `there is no parameter ${name}`,
        'if it is for the driver of the service, give the service the whole with --env DATABASE_URL=…, and duet the rest as DATABASE_URL',
      );

/** `ssl` of asyncpg and JDBC. */
function modeOfSsl(value: string): string {
  if (/^(true|1|on)$/i.test(value)) return 'require';
  return /^(false|0|off)$/i.test(value) ? 'disable' : value;
}

/** SQLAlchemy repeats `host`, libpq has a list; anything else counts as it was given last. */
const joined = (before: string | undefined, name: string, value: string): string =>
  name === 'host' && before !== undefined && before !== '' ? `${before},${value}` : value;

type Pair = [name: string, value: string];

function readAddress(scheme: string, rest: string): Pair[] {
  if (!/^postgres(ql)?(\+\w+)?$/i.test(scheme)) {
    throw strange(
      `${scheme}:// is no address of a PostgreSQL`,
      'it begins with postgresql://, with or without a driver (+asyncpg)',
    );
  }
  const at = endOfCredentials(rest);
  const credentials = at === -1 ? '' : rest.slice(0, at);
  const [user = '', password] = splitOnce(credentials, ':');
  const place = rest.slice(at + 1);
  const [hosts] = place.match(HOSTS) ?? [];
  if (hosts === undefined)
    throw strange(
      'what stands between :// and the name of the database is no host with a port',
      'percent-encode what is special in the password: / is %2F, @ is %40',
    );
  const [name = '', query] = splitOnce(place.slice(hosts.length).replace(/^\//, ''), '?');
  return [
    ...(hosts === '' ? [] : ofHosts(hosts)),
    ...named('dbname', name),
    ...named('user', user),
    ...(password === undefined ? [] : named('password', password)),
    ...(query === undefined ? [] : query.split('&').flatMap(parameter)),
  ];
}

/** The @ after user and password, or -1. It may stand in them too, and so may a /, which SQLAlchemy lets pass. */
function endOfCredentials(rest: string): number {
  const [authority = ''] = rest.split('/');
  const first = authority.indexOf('@');
  if (first !== -1) return authority.slice(first).includes('?') ? first : authority.lastIndexOf('@');
  return HOSTS.test(rest) ? -1 : rest.indexOf('@');
}

function ofHosts(hosts: string): Pair[] {
  const all = hosts.split(',').map((one) => one.match(/^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/) ?? []);
  const ports = all.map(([, , , port]) => port ?? '');
  return [
    ['host', all.map(([, ipv6, name]) => decoded(ipv6 ?? name ?? '')).join(',')],
    ...(ports.every((port) => port === '') ? [] : [['port', ports.join(',')] satisfies Pair]),
  ];
}

function parameter(text: string): Pair[] {
  const [name = '', value] = splitOnce(text, '=').map(decoded);
  if (text === '') return [];
  if (value === undefined) throw strange(`the parameter ${name} has no value`, `${name}=…`);
  // SQLAlchemy: a host with its port.
  const [, host, port] = (name === 'host' && value.match(/^([^:,/]+):(\d+)$/)) || [];
  return host === undefined || port === undefined ? [[name, value]] : ofHosts(`${host}:${port}`);
}

/** `key = value`, in quotes where it has blanks; a backslash takes the next character as it stands. */
function readPairs(text: string): Pair[] {
  const pairs: Pair[] = [];
  const one = /\s*([^\s=]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)*))(?=\s|$)/sy;
  while (one.lastIndex < text.trimEnd().length) {
    const from = one.lastIndex;
    const [, name, quoted, bare] = one.exec(text) ?? [];
    if (name === undefined) {
      const after = pairs.at(-1)?.[0];
      throw strange(
        after === undefined
          ? 'it is neither an address nor name=value'
          : `what follows ${after} at character ${from + 1} is no name=value`,
        'postgresql://user@host:5432/db, or host=… dbname=… user=…',
      );
    }
    pairs.push([name, (quoted ?? bare ?? '').replace(/\\(.)/gs, '$1')]);
  }
  return pairs;
}

const named = (name: string, value: string): Pair[] => (value === '' ? [] : [[name, decoded(value)]]);

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** A % that encodes nothing stands for itself, as in SQLAlchemy. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
