/**
 * Whether a service answers otherwise under load than while it is idle, for services of which only the status is judged. Many
 * answer an error with status 200, and a load that is answered with errors looks like one that is handled.
 *
 * It must cost the driver little. While the service is idle, some answers are learnt; under load a sample is looked at, and
 * answers whose length is new. Only bodies that are short are parsed.
 */
import type { HttpAnswer } from '../../load/client.ts';
import { parsedJson } from '../../parsed-json.ts';
import type { BodyForm, KindDifference, StrangeAnswers } from '../../results/tune.ts';

/** More of them teach nothing new. */
const MOST_LEARNT = 200;
/** Answers looked at in a window, evenly: an error that one in fifty gets is missed in one window of fifty. */
const SAMPLE = 200;
/** Beside those, of a length that was not learnt. */
const MOST_OF_NEW_LENGTH = 100;
/** Longer bodies take more than a tenth of a millisecond to parse. */
const MOST_PARSED_BYTES = 16_384;
/** Pages differ from each other; one that is so many times shorter or longer is another page. */
const OTHER_LENGTH = 4;
/** The most names that are shown, of those that differ. */
const SHOWN_NAMES = 5;
const SHOWN_CHARACTERS = 40;

/** What a body is. `names` at the top of its JSON that have a value other than null; undefined of what is no short object. */
interface Kind {
  form: BodyForm;
  bytes: number;
  names: readonly string[] | undefined;
}

/** A window's answers are looked at. */
export interface AnswerLook {
  see(answer: HttpAnswer): void;
  /** Undefined where none was of another kind. @param excerpt how an example is kept. */
  seen(excerpt: (answer: HttpAnswer) => string): StrangeAnswers | undefined;
}

export interface AnswerKinds {
  /** An answer of the idle service. */
  learn(answer: HttpAnswer): void;
  /** @param requests how many the window has. */
  look(requests: number): AnswerLook;
}

export function learnAnswerKinds(): AnswerKinds {
  const idle = new IdleAnswers();
  return {
    learn: (answer) => idle.add(answer),
    look(requests) {
      const stride = Math.max(1, Math.floor(requests / SAMPLE));
      let first: { answer: HttpAnswer; difference: KindDifference } | undefined;
      let [count, ofNewLength, lookedAt, strange] = [0, 0, 0, 0];
      return {
        see(answer) {
          if (idle.count === 0) return;
          const isSampled = count++ % stride === 0;
          if (!isSampled && (idle.knowsLength(answer) || ++ofNewLength > MOST_OF_NEW_LENGTH)) return;
          lookedAt++;
          const difference = idle.differenceOf(kindOf(answer));
          if (difference === undefined) return;
          strange++;
          first ??= { answer, difference };
        },
        seen(excerpt) {
          if (first === undefined) return undefined;
          const { answer, difference } = first;
          return { looked_at: lookedAt, strange, difference, answer_example: excerpt(answer) };
        },
      };
    },
  };
}

/** What the answers of the idle service have in common. */
class IdleAnswers {
  count = 0;
  readonly #forms = new Set<BodyForm>();
  #leastBytes = Number.POSITIVE_INFINITY;
  #mostBytes = 0;
  /** Names that every answer had, and those that any had; undefined while there was none with names. */
  #always: Set<string> | undefined;
  readonly #ever = new Set<string>();
  /** The last answer that changed these. */
  #namesChangedAt = 0;
  /** Some answers had names, and some were too long to look. */
  #isMixed = false;

  add(answer: HttpAnswer): void {
    if (this.count >= MOST_LEARNT) return;
    this.count++;
    const { form, bytes, names } = kindOf(answer);
    this.#forms.add(form);
    this.#leastBytes = Math.min(this.#leastBytes, bytes);
    this.#mostBytes = Math.max(this.#mostBytes, bytes);
    if (names === undefined) this.#isMixed ||= form === 'object';
    else this.#addNames(new Set(names));
  }

  #addNames(names: Set<string>): void {
    const always = this.#always === undefined ? names : new Set([...this.#always].filter((name) => names.has(name)));
    const isNew = this.#always?.size !== always.size || [...names].some((name) => !this.#ever.has(name));
    if (isNew) this.#namesChangedAt = this.count;
    this.#always = always;
    for (const name of names) this.#ever.add(name);
  }

  knowsLength({ bytes: { length } }: HttpAnswer): boolean {
    return length >= this.#leastBytes && length <= this.#mostBytes;
  }

  differenceOf({ form, bytes, names }: Kind): KindDifference | undefined {
    if (!this.#forms.has(form)) return { code: 'form', form, idle: [...this.#forms] };
    const isKnownByNames = form === 'object' && !this.#isMixed;
    if (isKnownByNames) return names && this.#otherNames(names);
    if (form === 'array' || form === 'value') return undefined;
    if (bytes * OTHER_LENGTH >= this.#leastBytes && bytes <= this.#mostBytes * OTHER_LENGTH) return undefined;
    return { code: 'length', bytes, least_bytes: this.#leastBytes, most_bytes: this.#mostBytes };
  }

  /** Names that went on changing while the service was idle are data, such as ids. */
  #otherNames(names: readonly string[]): KindDifference | undefined {
    if (this.#always === undefined || this.count < 2 * this.#namesChangedAt) return undefined;
    const added = names.filter((name) => !this.#ever.has(name));
    const missing = [...this.#always].filter((name) => !names.includes(name));
    if (added.length === 0 && missing.length === 0) return undefined;
    const shown = (all: string[]) => all.slice(0, SHOWN_NAMES).map((name) => name.slice(0, SHOWN_CHARACTERS));
    return { code: 'names', added: shown(added), missing: shown(missing) };
  }
}

/** By its first byte, and where it is short, by what it is parsed to. */
function kindOf(answer: HttpAnswer): Kind {
  const { bytes } = answer;
  const begin = String.fromCharCode(bytes.find((byte) => byte > BLANK) ?? BLANK);
  const isShort = bytes.length <= MOST_PARSED_BYTES;
  return { bytes: bytes.length, names: undefined, ...(isShort ? ofShort(begin, answer) : { form: ofLong(begin) }) };
}

/** Blanks, tabs and line breaks are not above it. */
const BLANK = 0x20;

const ofLong = (begin: string): BodyForm =>
  begin === '<' ? 'markup' : begin === '{' ? 'object' : begin === '[' ? 'array' : 'text';

function ofShort(begin: string, { bytes, text }: HttpAnswer): Pick<Kind, 'form'> & Partial<Kind> {
  if (bytes.length === 0) return { form: 'empty' };
  if (begin === '<') return { form: 'markup' };
  const json = parsedJson(text);
  if (json === undefined) return { form: 'text' };
  if (Array.isArray(json)) return { form: 'array' };
  if (typeof json !== 'object' || json === null) return { form: 'value' };
  const names = Object.entries(json).filter(([, value]) => value !== null);
  return { form: 'object', names: names.map(([name]) => name) };
}
