// What ts-morph prints: structures, and text where no structure prints well.
import type { StatementStructures, WriterFunction } from 'ts-morph';

export type Statement = StatementStructures | WriterFunction;
