/** The text of a config file, for a reader to go on with: TypeScript with a comment on each guess, or JSON. */
import { ServiceConfig } from './config.ts';

export interface WriteOptions {
  format: 'ts' | 'json';
  /** Whether `duet/config` can be imported where the file lies, which gives an editor its types. */
  typed: boolean;
  /** Where members come from, by their paths, e.g. { "database.migrate": "package.json: scripts.migrate" }. */
  comments: Readonly<Record<string, string>>;
}

export function configText(config: ServiceConfig, { format, typed, comments }: WriteOptions): string {
  const ordered = inOrder(config);
  if (format === 'json') return `${JSON.stringify(ordered, undefined, 2)}\n`;
  const object = literal(ordered, '', '', comments);
  if (!typed) return `${HEAD}export default ${object};\n`;
  return `import { defineConfig } from 'duet/config';\n\n${HEAD}export default defineConfig(${object});\n`;
}

/** The members in the order in which they are explained, whoever named them. */
function inOrder(config: ServiceConfig): Partial<ServiceConfig> {
  const names = Object.keys(ServiceConfig.properties).filter((name) => name in config);
  return Object.fromEntries(names.map((name) => [name, config[name as keyof ServiceConfig]]));
}

const HEAD =
  '// Written by `duet init`. `duet diff`, `duet ab` and `duet tune pool` read it; all members can be edited.\n';

const INDENT = '  ';

function literal(value: unknown, path: string, indent: string, comments: WriteOptions['comments']): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, path, indent, comments)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = indent + INDENT;
  const lines = Object.entries(value).map(([name, one]) => {
    const below = path === '' ? name : `${path}.${name}`;
    const comment = comments[below];
    const said = comment === undefined ? '' : `${inner}// ${comment.replace(/\s+/g, ' ')}\n`;
    return `${said}${inner}${key(name)}: ${literal(one, below, inner, comments)},\n`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
}

const key = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

/** In single quotes, unless the other ones spare an escape. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  if (text.includes("'") && !text.includes('"')) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
