/** The names that everything else refers to: patterns, stacks, profiles, and the version of the format. */
import { Type } from 'typebox';

export const SCHEMA_VERSION = 1;

export const PATTERNS = ['parallel', 'streaming', 'workers', 'batching', 'pooling'] as const;
export const STACKS = ['node', 'python'] as const;
/** The two things that a diff compares. */
export const SIDES = ['base', 'head'] as const;
export const PROFILES = ['smoke', 'quick', 'standard', 'original'] as const;

export const PatternName = Type.Enum([...PATTERNS]);
export const StackName = Type.Enum([...STACKS]);
export const SideName = Type.Enum([...SIDES]);
export const ProfileName = Type.Enum([...PROFILES]);

export type PatternName = (typeof PATTERNS)[number];
export type StackName = (typeof STACKS)[number];
export type ProfileName = (typeof PROFILES)[number];
export type SideName = (typeof SIDES)[number];
