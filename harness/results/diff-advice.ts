/** What somebody can do about a diff that could not tell: codes with what they depend on. */
import { type Static, type TProperties, Type } from 'typebox';
import { DiffPatternName, DiffStackName } from './names.ts';

function advice<Code extends string, Values extends TProperties>(code: Code, description: string, values: Values) {
  return Type.Object({ code: Type.Literal(code), ...values }, { description });
}

export const DiffAdvice = Type.Union([
  advice('resume', 'Go on where it stopped.', {}),
  advice('mend-service', 'A service failed under load, and its times mean nothing.', {}),
  advice('quieter-machine', 'Other work on the machine spoiled the trials, or a control moved.', {}),
  advice('nothing-judged', 'Nothing could be judged, for another reason than the machine or a service.', {}),
  advice('compare-the-rest', 'These options left out what differs.', {
    without: Type.Array(Type.Enum(['pattern', 'stack'])),
  }),
  advice('count-alone', 'A count could not be taken exactly, because something else used the database.', {}),
  advice('decide', 'Measure the first undecided row longer, by itself or on a quieter machine.', {
    pattern: DiffPatternName,
    stack: DiffStackName,
    spread: Type.Union([Type.Number(), Type.Null()], {
      description: "Standard deviation of a block's log ratio there; null below three blocks.",
    }),
  }),
]);

export type DiffAdvice = Static<typeof DiffAdvice>;
