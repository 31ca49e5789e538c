/** The table of the members of duet.config.ts, from the schema that they are held to. */
import type { TSchema } from 'typebox';
import { ServiceConfig } from '../../service/config.ts';

/** What is read of a schema: JSON Schema, as TypeBox writes it. */
interface Shape {
  type?: string;
  description?: string;
  properties?: Record<string, TSchema>;
  patternProperties?: Record<string, TSchema>;
  required?: string[];
  anyOf?: TSchema[];
  items?: TSchema;
  enum?: unknown[];
}

/** Laid out as the formatter of the pages does it. */
export function renderConfigMembers(): string {
  const rows = [['member', 'value', 'meaning'], ...rowsOf(ServiceConfig, '')];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[], fill = ' ') =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(['', '', ''], '-'), ...body.map((row) => line(row))].join('\n');
}

/** The cells of each. */
function rowsOf(schema: TSchema, path: string): string[][] {
  const { properties = {}, required = [] } = schema as Shape;
  return Object.entries(properties).flatMap(([name, member]) => {
    const { description = '', patternProperties } = member as Shape;
    const whole = `${path}${name}`;
    const need = required.includes(name) ? ' Needed.' : '';
    const row = [`\`${whole}\``, kindOf(member), `${escaped(description)}${need}`];
    const [each] = Object.values(patternProperties ?? {});
    const below = each === undefined ? rowsOf(member, `${whole}.`) : rowsOf(objectOf(each), `${whole}.<name>.`);
    return [row, ...below];
  });
}

/** What is meant by the longer form, where a text will do as well. */
const objectOf = (schema: TSchema): TSchema =>
  (schema as Shape).anyOf?.find((one) => (one as Shape).properties !== undefined) ?? schema;

function kindOf(schema: TSchema): string {
  const { type, enum: values, anyOf, items, patternProperties } = schema as Shape;
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(' or ');
  if (anyOf !== undefined) return anyOf.map(kindOf).join(' or ');
  if (items !== undefined) return `list of ${kindOf(items)}s`;
  const [each] = Object.values(patternProperties ?? {});
  if (each !== undefined) return Object.keys(each).length === 0 ? 'by names' : `${kindOf(each)}, by names`;
  return type === 'string' ? 'text' : (type ?? 'any');
}

const escaped = (text: string) => text.replace(/[|<>*_]/g, '\\$&');
