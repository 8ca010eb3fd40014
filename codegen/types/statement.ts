// What ts-morph prints: structures, and text where no structure prints well.
import type { StatementStructures } from 'ts-morph';

/** Data alone, no functions: equal statements are known by their JSON. */
export type Statement = StatementStructures | string;
