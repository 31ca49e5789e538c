/**
 * What may be shown of what a reader gives. This file decides for everything that is printed or saved: the values of headers,
 * variables and query parameters are hidden unless their name is known to be harmless, for nobody can list all names that
 * secrets have. Placeholders are shown: they stand for values of duet.
 *
 * What is hidden once is hidden wherever it turns up later, in the log of the service or in its answers.
 */
import { parsedJson } from './parsed-json.ts';

const HIDDEN = '***';

const HARMLESS_HEADERS = new Set(
  `accept accept-charset accept-encoding accept-language accept-version cache-control content-language content-type dnt
  pragma prefer range user-agent x-requested-with`.split(/\s+/),
);

/** Their values are shown whatever they are. */
const HARMLESS_VARIABLES = new Set(
  `PORT HOST BIND NODE_ENV RAILS_ENV RACK_ENV APP_ENV FLASK_ENV ASPNETCORE_ENVIRONMENT DJANGO_SETTINGS_MODULE DEBUG LOG_LEVEL
  RUST_LOG TZ LANG LC_ALL PATH PYTHONPATH PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE DB_HOST DB_PORT DB_NAME PGHOST PGPORT
  PGDATABASE PGUSER PGSSLMODE`.split(/\s+/),
);
/** A variable with such a word in its name is shown where its value is a number, a switch or a time. */
const PLAIN_WORDS = new Set(
  `POOL SIZE MAX MIN LIMIT OVERFLOW CONNECTIONS CONNS TIMEOUT WAIT MS SECONDS PORT WORKERS THREADS THREADPOOL PROCESSES
  CONCURRENCY PARALLELISM RECYCLE PING INSTANCES`.split(/\s+/),
);
const PLAIN_VALUE = /^(?:-?\d{1,9}(?:\.\d+)?(?:ms|s|m|h|[kmg]b?)?|true|false|on|off|yes|no|auto)$/i;
/** Where many services are told to listen: a name for it says nothing, and hidden it would be hidden in every address. */
const THIS_MACHINE = /^(?:127\.0\.0\.1|0\.0\.0\.0|localhost|::1?)$/;

const HARMLESS_PARAMETERS = new Set(
  `page per_page page_size limit offset size skip take count first last sort order order_by direction fields include expand
  embed full format view lang locale year month day date from to since until type status category tag color q query search id
  ids n
  user host hostaddr port dbname database ssl sslmode application_name connect_timeout target_session_attrs options
  channel_binding gssencmode sslrootcert schema connection_limit pool_timeout pgbouncer`.split(/\s+/),
);

/** The end of a name whose value nobody should read, for texts in which nothing else tells what is a value. */
const SECRET =
  '[\\w-]*(?:pass(?:word|wd|phrase)?|pwd|secret(?:_?key)?(?:_?base)?|token|key|credentials?|signature|\\bsig|jwt|session(?:_?id)?)';
/** The same for the name of a header, e.g. Authorization, Set-Cookie, X-Api-Key. */
const SECRET_HEADER =
  '(?:[\\w-]*(?:authorization|cookie)|[\\w-]+-(?:password|secret|token|key|auth|session|signature))';
/** A value in quotes, or up to white space. */
const VALUE = `(?:'[^']*'|"[^"]*"|[^\\s'"]+)`;
const PLACEHOLDER = /(?<!\$)\{(?:pick:[^\s{}]+|[A-Za-z_]\w*(?::(?:\d+-\d+|postg\w*(?:\+\w+)?))?)\}/;
/** What may stand around placeholders: punctuation, numbers of an address, units. */
const AROUND_PLACEHOLDERS = /^(?:https?:\/\/|localhost|\d{1,3}|m?s|[^\w])*$/;

/** Shorter ones would be found in every other word. */
const LEAST_REMEMBERED = 6;
const remembered = new Set<string>();

/** Hides a value from now on, wherever it turns up. */
export function hide(value: string): typeof HIDDEN {
  const parts = [value, ...value.split(/\s+/).slice(1), ...value.split(PLACEHOLDER)].map((part) => part.trim());
  for (const part of parts) {
    if (part.length < LEAST_REMEMBERED || new RegExp(`^${PLACEHOLDER.source}$`).test(part)) continue;
    for (const form of [part, encodeURIComponent(part), JSON.stringify(part).slice(1, -1)]) remembered.add(form);
  }
  return HIDDEN;
}

/** Each placeholder as it stands, and what lies between them hidden unless it is punctuation. */
function shownTemplate(value: string): string {
  const placeholders = value.match(new RegExp(PLACEHOLDER, 'g')) ?? [];
  const between = value.split(PLACEHOLDER);
  if (value === '' || (placeholders.length > 0 && between.every((text) => AROUND_PLACEHOLDERS.test(text))))
    return value;
  hide(value);
  return between.map((text, at) => `${text === '' ? '' : HIDDEN}${placeholders[at] ?? ''}`).join('');
}

/** The value of a variable, as it may be shown. */
export function shownVariable(name: string, value: string): string {
  if (name === 'DATABASE_URL') return shownDatabase(value);
  if (HARMLESS_VARIABLES.has(name) || THIS_MACHINE.test(value)) return hideSecrets(value);
  const isPlain = PLAIN_VALUE.test(value) && name.split('_').some((word) => PLAIN_WORDS.has(word));
  return isPlain ? value : shownTemplate(value);
}

/** The value of a header, as it may be shown. */
export const shownHeader = (name: string, value: string): string =>
  HARMLESS_HEADERS.has(name.toLowerCase()) ? hideSecrets(value) : shownTemplate(value);

/** "Name: value", as it may be shown; anything else is hidden. */
export function shownHeaderLine(line: string): string {
  const [, name, gap, value] = line.match(/^([^:\s]+):(\s*)(.*)$/s) ?? [];
  return name === undefined ? hide(line) : `${name}:${gap}${shownHeader(name, value ?? '')}`;
}

/** "NAME=value", as it may be shown; anything else is hidden. */
export function shownAssignment(text: string): string {
  const [, name, value] = text.match(/^([A-Za-z_]\w*)=(.*)$/s) ?? [];
  return name === undefined ? hide(text) : `${name}=${shownVariable(name, value ?? '')}`;
}

/** How PostgreSQL is reached, without the password: an address, or key=value pairs as libpq reads them. */
export function shownDatabase(text: string): string {
  const [, start, password, end] = text.match(/^([\w+.-]+:\/\/[^:/@]*):(.*)(@.*)$/s) ?? [];
  if (start !== undefined && password !== undefined) {
    if (!/^\{\w+\}$/.test(password)) hide(password);
    return hideSecrets(`${start}:${HIDDEN}${end}`);
  }
  if (text.includes('://') || new RegExp(`^${PLACEHOLDER.source}$`).test(text)) return hideSecrets(text);
  const pairs = /(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|\S+)/g;
  if (text.search(pairs) === -1) return shownTemplate(text);
  return text.replace(pairs, (pair, name: string, value: string) =>
    HARMLESS_PARAMETERS.has(name) ? pair : `${name}=${hide(value.replace(/^'|'$/g, ''))}`,
  );
}

/** A command line, as it may be shown: variables that it sets, headers that it sends, addresses, options. */
export function shownCommand(line: string): string {
  const assigned = line.replace(
    /(^|[\s"'(;&|])([A-Z_][A-Z0-9_]*)=("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"';&|)]*)/g,
    (_, before: string, name: string, value: string) => {
      const [, quote = '', bare = ''] = value.match(/^(["']?)(.*)\1$/s) ?? [];
      return `${before}${name}=${quote}${shownVariable(name, bare)}${quote}`;
    },
  );
  const sent = assigned.replace(/(["'])([A-Za-z][\w-]*: ?[^"']*)\1/g, (_, quote: string, header: string) => {
    return `${quote}${shownHeaderLine(header)}${quote}`;
  });
  return hideSecrets(
    sent.replace(
      /((?:^|\s)(?:-u|--user)[ =]["']?[^\s:"']+:)([^\s"']+)/g,
      (_, start: string, password: string) => start + hide(password),
    ),
  );
}

/** A request in one line, as it may be shown: its path without what queries hold, and of a body no text. */
export function shownRequest(line: string): string {
  const [, start, body] = line.match(/^(\s*\S+\s+\S+)(.*)$/s) ?? [];
  if (start === undefined || body === undefined) return hideSecrets(line);
  return hideSecrets(start) + shownBody(body);
}

/** What is shown of a body: the names and numbers of JSON, but not its texts; nothing of anything else. */
function shownBody(body: string): string {
  if (body === '') return body;
  if (parsedJson(body.replaceAll(new RegExp(PLACEHOLDER, 'g'), '0')) === undefined) return ` ${hide(body)}`;
  const texts = body.replace(/"((?:[^"\\]|\\.)*)"(\s*:)?/g, (whole, text: string, colon?: string) =>
    colon === undefined ? `"${shownTemplate(text)}"` : whole,
  );
  return hideSecrets(texts);
}

/**
 * A text of any kind without the secrets that can be told in it: what was hidden before, passwords in addresses, query
 * parameters, what is assigned to the name of a secret (NAME=…, --name …, "name": …), and headers that hold one. An address ends
 * at white space or a quote; up to its last @ everything may belong to a password that nobody encoded.
 */
export function hideSecrets(text: string): string {
  return withoutRemembered(text)
    .replace(/([\w+.-]+:\/\/[^\s":/@]*):[^\s"]+@/g, `$1:${HIDDEN}@`)
    .replace(/(https?:\/\/)[^\s":/@?#]+@/g, `$1${HIDDEN}@`)
    .replace(
      /([?&])([\w.[\]%-]+)=([^\s"'`&#<>]*)/g,
      (_, sign: string, name: string, value: string) =>
        `${sign}${name}=${HARMLESS_PARAMETERS.has(name) ? value : shownTemplate(value)}`,
    )
    .replace(new RegExp(`(?<![?&\\w-])(${SECRET}=)${VALUE}`, 'gi'), `$1${HIDDEN}`)
    .replace(new RegExp(`(--${SECRET} +)(?!-)${VALUE}`, 'gi'), `$1${HIDDEN}`)
    .replace(new RegExp(`("${SECRET}"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"|[^\\s,}\\]]+)`, 'gi'), `$1"${HIDDEN}"`)
    .replace(new RegExp(`\\b(${SECRET_HEADER}: *)[^"'\\r\\n]+`, 'gi'), `$1${HIDDEN}`);
}

function withoutRemembered(text: string): string {
  let shown = text;
  // The longest first: a shorter one may be a part of it.
  for (const secret of [...remembered].sort((one, other) => other.length - one.length)) {
    if (!shown.includes(secret)) continue;
    const escaped = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    shown = shown.replace(new RegExp(`(?<!\\w)${escaped}(?!\\w)`, 'g'), HIDDEN);
  }
  return shown;
}
