/** The names that everything else refers to: patterns, stacks, profiles, and the version of the format. */
import { Type } from 'typebox';

export const SCHEMA_VERSION = 1;

export const PATTERNS = ['parallel', 'streaming', 'workers', 'batching', 'pooling'] as const;
export const STACKS = ['node', 'python'] as const;
/** What a diff measures: the five patterns, or the requests of a reader's service, each of which is a variant. */
export const DIFF_PATTERNS = [...PATTERNS, 'request'] as const;
/** What a diff starts: the two services of duet, or that of the reader. */
export const DIFF_STACKS = [...STACKS, 'service'] as const;
/** The two things that a diff compares. */
export const SIDES = ['base', 'head'] as const;
export const PROFILES = ['smoke', 'quick', 'standard', 'original'] as const;

export const PatternName = Type.Enum([...PATTERNS]);
export const StackName = Type.Enum([...STACKS]);
export const DiffPatternName = Type.Enum([...DIFF_PATTERNS]);
export const DiffStackName = Type.Enum([...DIFF_STACKS]);
export const SideName = Type.Enum([...SIDES]);
export const ProfileName = Type.Enum([...PROFILES]);

export type PatternName = (typeof PATTERNS)[number];
export type StackName = (typeof STACKS)[number];
export type DiffPatternName = (typeof DIFF_PATTERNS)[number];
export type DiffStackName = (typeof DIFF_STACKS)[number];
export type ProfileName = (typeof PROFILES)[number];
export type SideName = (typeof SIDES)[number];
